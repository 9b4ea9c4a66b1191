package document

import (
	"context"

	"twintown/internal/people"
	"twintown/internal/platform/errs"
)

// Stand is how what names a document stands before the public.
type Stand int

// The ways to stand. Of several things that name a document the most open counts.
const (
	Open      Stand = iota // something public shows it, or what it belongs to has no drafts
	Draft                  // what it belongs to is not public yet
	Withdrawn              // what it belongs to was public, and is no more
)

// Standing says how a document stands, by what names it: the rooms above know.
type Standing func(ctx context.Context, d Document) (Stand, error)

// ByHome asks the room of what a document belongs to; where there is none, it is open.
func ByHome(rooms map[string]Standing) Standing {
	return func(ctx context.Context, d Document) (Stand, error) {
		if room := rooms[d.Home.Kind]; room != nil {
			return room(ctx, d)
		}
		return Open, nil
	}
}

// Stand returns how a document stands before the public. One that is not public, or gone,
// is never open.
func (s *Store) Stand(ctx context.Context, d Document) (_ Stand, err error) {
	defer errs.Wrap(&err, "document.Stand(%s)", d.ID)
	switch {
	case d.Gone():
		return Withdrawn, nil
	case d.Visibility != Public:
		return Draft, nil
	case s.opt.Standing == nil:
		return Open, nil
	}
	return s.opt.Standing(ctx, d)
}

// Reading is whether somebody may read a document.
type Reading int

// The answers.
const (
	MayRead Reading = iota
	Unknown         // she learns nothing of it
	Over            // it was public, and is no more
)

// Reads says whether who may read the document itself. on is its [Document.Object] with the
// areas of its places; shown says that she holds a link by which the draft can be seen to
// which it belongs.
func (s *Store) Reads(ctx context.Context, d Document, who people.Actor, on people.Object, shown bool) (Reading, error) {
	if d.Gone() {
		return Unknown, nil
	}
	if people.Allows(who, people.ReadDocument, on) {
		return MayRead, nil
	}
	if d.Visibility != Public {
		return Unknown, nil
	}
	stand, err := s.Stand(ctx, d)
	switch {
	case err != nil:
		return Unknown, err
	case stand == Open || shown && stand == Draft || people.Allows(who, people.ReadDraftPaper, on):
		return MayRead, nil
	case stand == Withdrawn:
		return Over, nil
	}
	return Unknown, nil
}
