package delegation

import (
	"context"
	"time"

	"twintown/internal/meeting"
	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
)

// Follow brings the end of a conference in step with the days of its meeting as they are
// worked on: deadlines and the time for which data is kept count from it. A deadline that
// would lie behind the end becomes the end. Where the working side is not open, or the days
// are not known exactly any more, nothing changes. It returns whether something did.
func (s *Store) Follow(ctx context.Context, who people.Actor, id string) (moved bool, err error) {
	defer errs.Wrap(&err, "delegation.Follow(%s)", id)
	err = s.db.Write(ctx, func(tx *db.Tx) error { // a look that writes nothing, so that nothing is noted
		_, moved, err = movedIn(ctx, tx, id)
		return err
	})
	if err != nil || !moved {
		return false, err
	}
	err = s.log.Change(ctx, who, func(tx *db.Tx, note func(people.Entry)) error {
		c, _, err := movedIn(ctx, tx, id)
		if err != nil {
			return err
		}
		before, err := conferenceIn(ctx, tx, id)
		if err != nil {
			return err
		}
		note(people.Entry{Action: people.MeetingGuests, Kind: conferenceKind, ID: id, Fields: append(
			conferenceChanges(before, c), people.FieldChange{Name: "ends", Old: before.Ends.UTC().Format(time.DateOnly), New: c.Ends.UTC().Format(time.DateOnly)})})
		return putConference(ctx, tx, c)
	})
	return err == nil, err
}

// movedIn is a conference as the days of its meeting want it, and whether that is new.
func movedIn(ctx context.Context, tx *db.Tx, id string) (c Conference, moved bool, err error) {
	if c, err = conferenceIn(ctx, tx, id); err != nil || c.Version == 0 {
		return c, false, err
	}
	facts, found, err := meeting.FactsIn(ctx, tx, id)
	if err != nil || !found {
		return c, false, err
	}
	ends, exact := facts.End()
	if !exact || ends.Equal(c.Ends) {
		return c, false, nil
	}
	if c.Ends = ends; c.Deadline.After(ends) {
		c.Deadline = ends
	}
	return c, true, nil
}

// FollowAll is Follow for every open working side: days also change where somebody takes a
// change back or restores an older state. It goes on after a failure and returns the first.
func (s *Store) FollowAll(ctx context.Context, who people.Actor) (n int, err error) {
	defer errs.Wrap(&err, "delegation.FollowAll")
	all, err := s.Conferences(ctx)
	for _, c := range all {
		moved, failed := s.Follow(ctx, who, c.Meeting)
		if err == nil {
			err = failed
		}
		if moved {
			n++
		}
	}
	return n, err
}
