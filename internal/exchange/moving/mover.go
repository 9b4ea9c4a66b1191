package moving

import (
	"context"
	"errors"

	"twintown/internal/people"
	"twintown/internal/place"
	"twintown/internal/platform/clock"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/jobs"
	"twintown/internal/platform/lang"
)

// MoverRooms are what a mover asks.
type MoverRooms struct {
	Drafts  *Drafts
	Stores  Stores
	People  *people.Store
	Catalog *lang.Catalog
	Clock   clock.Clock
	Places  func() *place.Atlas // the present one
	DB      *db.DB
}

// Mover does the jobs of lists: it reads them, enters what fits, and takes that back. A
// job may be begun again at any point, by any node. Reading changes nothing but the list's
// row. Entering and taking back go by parts, each of which is kept with how far they are,
// and what was told already is not told again.
type Mover struct {
	rooms   MoverRooms
	lexicon *Lexicon
	part    int // partnerships that go in at once
}

// NewMover returns a mover over its rooms.
func NewMover(rooms MoverRooms) *Mover { return &Mover{rooms, NewLexicon(rooms.Catalog), partLinks} }

// listAttempts is how often a list is tried: what fails three times, with a minute
// between, fails by itself.
const listAttempts = 3

// Kinds are the kinds of jobs that a mover does.
func (m *Mover) Kinds() []jobs.Kind {
	return []jobs.Kind{
		{Name: ListKind, Do: m.do, Attempts: listAttempts, AtOnce: 2}, // leaves workers for mails and nights
		{Name: LongKind, Do: m.do, Attempts: listAttempts, AtOnce: 1},
	}
}

// do does one job. A failure that the person can understand becomes the list's; one that
// is ours is tried again.
func (m *Mover) do(ctx context.Context, j jobs.Job) (err error) {
	defer errs.Wrap(&err, "moving.do")
	var t task
	if err := j.Into(&t); err != nil {
		return err
	}
	d, err := m.rooms.Drafts.Get(ctx, actorOf(t.Account), t.Draft)
	if errs.KindOf(err) == errs.NotFound || err == nil && (d.version != t.Version || d.Work == Idle) {
		return nil // discarded, or begun anew
	}
	if err != nil {
		return err
	}
	switch d.Work {
	case Reading:
		err = m.read(ctx, j, d)
	case Entering:
		err = m.enter(ctx, j, d)
	case Withdrawing:
		err = m.takeBack(ctx, j, d)
	}
	switch {
	case errors.Is(err, errStale):
		return nil
	case err != nil && ctx.Err() == nil && (telling(err) || j.Attempts >= listAttempts):
		return m.fail(ctx, j, d, err)
	}
	return err
}

// telling says whether a person can do something about a failure.
func telling(err error) bool {
	switch errs.KindOf(err) {
	case errs.Invalid, errs.TooLarge, errs.Forbidden, errs.NotFound:
		return true
	}
	return false
}

// fail ends a job with the sentence that says why. One that is ours is parked as well, so
// that an administrator sees it.
func (m *Mover) fail(ctx context.Context, j jobs.Job, d Draft, cause error) error {
	failure, err := m.rooms.Drafts.pack(errs.PublicOf(cause))
	if err != nil {
		return err
	}
	err = m.rooms.DB.Write(ctx, func(tx *db.Tx) error {
		if err := m.rooms.Drafts.rest(ctx, tx, d, `failure = $5`, failure); err != nil {
			return err
		}
		if d.Work != Reading { // a part may have been entered
			if err := tx.Touch(ctx); err != nil {
				return err
			}
		}
		if telling(cause) {
			return j.Finish(ctx, tx)
		}
		return nil
	})
	switch {
	case errors.Is(err, errStale) || err == nil && telling(cause):
		return nil
	case err != nil:
		return err
	}
	return jobs.Permanent(cause)
}

// read reads a list and plans it.
func (m *Mover) read(ctx context.Context, j jobs.Job, d Draft) error {
	plan, err := m.plan(ctx, d, true)
	if err != nil {
		return err
	}
	report, rejected, err := m.keepReport(d, plan)
	if err != nil {
		return err
	}
	return m.rooms.DB.Write(ctx, func(tx *db.Tx) error {
		if err := m.rooms.Drafts.rest(ctx, tx, d, `report = $5, rejected = $6`, report, rejected); err != nil {
			return err
		}
		return j.Finish(ctx, tx)
	})
}

// sayings is how often a job says how far it is: each costs a write.
const sayings = 50

// plan reads a list and plans it with the answers of its person, and says how far it is
// where asked to.
func (m *Mover) plan(ctx context.Context, d Draft, say bool) (plan Plan, err error) {
	content, err := m.rooms.Drafts.Content(ctx, actorOf(d.Account), d.ID)
	if err != nil {
		return plan, err
	}
	table, err := Read(d.File, content, ReadOptions{Lexicon: m.lexicon, Encoding: d.Answers[EncodingKey]})
	if err != nil {
		return plan, err
	}
	known, err := m.known(ctx, d.Own)
	if err != nil {
		return plan, err
	}
	each := max(len(table.Rows)/sayings, 100)
	opt := Options{Lexicon: m.lexicon, Own: d.Own, Answers: d.Answers, Today: lang.DateOf(m.rooms.Clock.Now()), Language: m.language(d)}
	opt.Step = func(now, all int) bool {
		if say && now%each == 0 {
			err = m.rooms.DB.Write(ctx, func(tx *db.Tx) error { return m.rooms.Drafts.step(ctx, tx, d, now, all) })
		}
		return err == nil && ctx.Err() == nil
	}
	plan = Make(table, known, opt)
	if err == nil {
		err = ctx.Err()
	}
	return plan, err
}

// known reads what is known of the list's own town, or of all where rows say whose
// partners they are.
func (m *Mover) known(ctx context.Context, own int64) (Known, error) {
	if own == 0 {
		return KnownOf(ctx, m.rooms.Places(), m.rooms.Stores.Partnerships)
	}
	return KnownOf(ctx, m.rooms.Places(), m.rooms.Stores.Partnerships, own)
}

// MayEnter says whether somebody may enter partnerships of a place.
func MayEnter(who people.Actor, atlas *place.Atlas, number int64) bool {
	on := people.Object{Kind: "place", Places: []int64{number}}
	if p, ok := atlas.Get(number); ok {
		on.Areas = append(on.Areas, p.Country)
		if p.Region != "" {
			on.Areas = append(on.Areas, p.Region)
		}
	}
	return people.Allows(who, people.EditOwn, on)
}

// person is in whose name a job works: with the roles that she has now. That it is she who
// asked was proved when she did.
func (m *Mover) person(ctx context.Context, d Draft) (people.Actor, error) {
	who, err := m.rooms.People.ActorOfAccount(ctx, d.Account)
	who.Strong, who.Fresh = true, true
	return who, err
}

// mayAll fails where the person may not enter partnerships of one of the places.
func (m *Mover) mayAll(who people.Actor, d Draft, numbers []int64) error {
	var names []string
	for _, n := range numbers {
		if !MayEnter(who, m.rooms.Places(), n) {
			names = append(names, m.rooms.Places().DisplayName(n, m.language(d)))
		}
	}
	if len(names) > 0 {
		return errs.New(errs.Forbidden, lang.Msg("moving.page.foreign", "names", names), nil)
	}
	return nil
}

// partLinks is how many partnerships go in at once: some tenths of a second, in which
// nobody else writes.
const partLinks = 200

// parts are the links of a plan that tell something new, so many together.
func (p Plan) parts(size int) (all [][]Link) {
	var part []Link
	for _, row := range p.Rows {
		for _, l := range row.Links {
			if l.Nothing() {
				continue
			}
			if part = append(part, l); len(part) == size {
				all, part = append(all, part), nil
			}
		}
	}
	if len(part) > 0 {
		all = append(all, part)
	}
	return all
}

// enter enters what fits, part by part.
func (m *Mover) enter(ctx context.Context, j jobs.Job, d Draft) error {
	who, err := m.person(ctx, d)
	if err != nil {
		return err
	}
	plan, err := m.plan(ctx, d, false)
	if err != nil {
		return err
	}
	if err := m.mayAll(who, d, plan.OwnPlaces()); err != nil {
		return err
	}
	parts, told := plan.parts(m.part), d.Told
	for i, part := range parts {
		n, err := m.enterPart(ctx, who, d, plan, part, i*m.part, (len(parts)-1)*m.part+len(parts[len(parts)-1]))
		if err != nil {
			return err
		}
		told += n
	}
	return m.entered(ctx, j, who, d, plan, told)
}

// enterPart enters one part and returns how many partnerships it told of.
func (m *Mover) enterPart(ctx context.Context, who people.Actor, d Draft, plan Plan, part []Link, now, all int) (n int, err error) {
	publisher := m.rooms.Places().DisplayName(plan.Own, m.language(d))
	err = m.rooms.Stores.Log.Change(ctx, who, func(tx *db.Tx, note func(people.Entry)) error {
		if err := m.rooms.Drafts.step(ctx, tx, d, now, all); err != nil {
			return err
		}
		if err := m.rooms.Stores.Sources.In(tx).Add(ctx, tx, plan.source(publisher, tx.Now())); err != nil {
			return err
		}
		done := Done{Code: plan.Code}
		for _, l := range part {
			if err := done.link(ctx, tx, m.rooms.Stores, l, note); err != nil {
				return err
			}
		}
		if n = len(done.Told); n == 0 {
			return errNothingNew
		}
		return m.rooms.Drafts.addStep(ctx, tx, d, done.Told)
	})
	if errors.Is(err, errNothingNew) {
		return 0, nil
	}
	return n, err
}

// errNothingNew says that all of a part became known since the plan was made.
var errNothingNew = errors.New("moving: nothing new")

// entered ends an import: its line in the record of changes, and what the page says.
func (m *Mover) entered(ctx context.Context, j jobs.Job, who people.Actor, d Draft, plan Plan, told int) error {
	count := plan.Count()
	done := Done{File: plan.Table.File, Code: plan.Code, Places: plan.places(), Rows: count.Rows, Fit: count.Fit}
	end := func(tx *db.Tx) error {
		if err := m.rooms.Drafts.rest(ctx, tx, d, `done = $5`, done.text()); err != nil {
			return err
		}
		return j.Finish(ctx, tx)
	}
	if told == 0 {
		return m.rooms.DB.Write(ctx, end)
	}
	return m.rooms.Stores.Log.Change(ctx, who, func(tx *db.Tx, note func(people.Entry)) error {
		note(done.entry(told))
		if err := tx.Touch(ctx); err != nil {
			return err
		}
		return end(tx)
	})
}

// takeBack takes back what an import told, the last part first.
func (m *Mover) takeBack(ctx context.Context, j jobs.Job, d Draft) error {
	who, err := m.person(ctx, d)
	if err != nil {
		return err
	}
	for all := 0; ; {
		l, ok, err := m.rooms.Drafts.last(ctx, d)
		if err != nil {
			return err
		}
		if !ok {
			break
		}
		all = max(all, l.left)
		if err := m.takePartBack(ctx, who, d, l, all-l.left, all); err != nil {
			return err
		}
	}
	return m.takenBack(ctx, j, who, d)
}

func (m *Mover) takePartBack(ctx context.Context, who people.Actor, d Draft, l lastStep, now, all int) error {
	return m.rooms.Stores.Log.Change(ctx, who, func(tx *db.Tx, note func(people.Entry)) error {
		if err := m.rooms.Drafts.step(ctx, tx, d, now*m.part, all*m.part); err != nil {
			return err
		}
		if _, err := withdraw(ctx, tx, m.rooms.Stores, orElse(d.Done.Code, sourceCode(d.Own, d.File)), l.told, note); err != nil {
			return err
		}
		note(people.Entry{Action: people.MoveIn, Kind: "list", ID: d.ID, Fields: []people.FieldChange{{Name: "withdrawn", Old: d.File}}})
		return m.rooms.Drafts.dropStep(ctx, tx, d, l)
	})
}

// takenBack ends it. A list that was never entered whole can be entered again.
func (m *Mover) takenBack(ctx context.Context, j jobs.Job, who people.Actor, d Draft) error {
	return m.rooms.Stores.Log.Change(ctx, who, func(tx *db.Tx, note func(people.Entry)) error {
		// lists of earlier releases keep all that they told in one place
		if _, err := withdraw(ctx, tx, m.rooms.Stores, d.Done.Code, d.Done.Told, note); err != nil {
			return err
		}
		note(people.Entry{Action: people.MoveIn, Kind: "list", ID: orElse(d.Done.Code, d.ID), Places: d.Done.Places, Fields: []people.FieldChange{{Name: "withdrawn", Old: d.File}}})
		set, args := `told = 0`, []any(nil)
		if d.Applied {
			set, args = `told = 0, undone = $5`, []any{tx.Now()}
		}
		if err := m.rooms.Drafts.rest(ctx, tx, d, set, args...); err != nil {
			return err
		}
		if err := tx.Touch(ctx); err != nil {
			return err
		}
		return j.Finish(ctx, tx)
	})
}

func orElse(text, otherwise string) string {
	if text == "" {
		return otherwise
	}
	return text
}
