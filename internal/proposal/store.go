package proposal

import (
	"context"
	"encoding/json"
	"strings"
	"time"
	"unicode/utf8"

	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// Answer tells a proposer of the decision, inside its transaction. The store calls it only
// where she left an address.
type Answer func(ctx context.Context, tx *db.Tx, p Proposal) error

// Recall keeps an answer that waits from being sent, inside the transaction that takes the
// decision back. It says whether one waited and was stopped, or whether it had left already.
type Recall func(ctx context.Context, tx *db.Tx, p Proposal) (stopped, left bool, err error)

// Store keeps proposals.
type Store struct {
	db     *db.DB
	log    *people.Log
	answer Answer
	recall Recall
}

// NewStore returns a store over an open, migrated database. answer and recall may be nil:
// nobody gets mail then.
func NewStore(d *db.DB, log *people.Log, answer Answer, recall Recall) *Store {
	if answer == nil {
		answer = func(context.Context, *db.Tx, Proposal) error { return nil }
	}
	if recall == nil {
		recall = func(context.Context, *db.Tx, Proposal) (bool, bool, error) { return false, false, nil }
	}
	return &Store{db: d, log: log, answer: answer, recall: recall}
}

// Make keeps a new proposal and returns its identifier. What breaks a rule is errs.Invalid
// in the field that breaks it.
func (s *Store) Make(ctx context.Context, who people.Actor, p Proposal, today lang.Date) (id string, err error) {
	defer errs.Wrap(&err, "proposal.Make")
	if err := p.check(today); err != nil {
		return "", err
	}
	body, err := json.Marshal(p.Said)
	if err != nil {
		return "", err
	}
	places, err := json.Marshal(p.Places)
	if err != nil {
		return "", err
	}
	id = db.NewID()
	return id, s.log.Change(ctx, who, func(tx *db.Tx, note func(people.Entry)) error {
		note(people.Entry{Action: people.Propose, Kind: "proposal", ID: id, Places: p.Places, Fields: []people.FieldChange{{Name: "partnership", New: p.Partnership}}})
		_, err := tx.ExecContext(ctx, `
			INSERT INTO proposal (id, subject, partnership, act, places, language, body, email, state, answer, made)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'open', '', $9)`,
			id, p.Subject, p.Partnership, p.Act, string(places), p.Language, string(body), p.Email, tx.Now())
		return err
	})
}

const selectProposal = `
	SELECT id,
	       subject,
	       partnership,
	       act,
	       places,
	       language,
	       body,
	       email,
	       state,
	       answer,
	       made,
	       decided,
	       decided_by,
	       version
	  FROM proposal`

func scan(row db.Scanner) (p Proposal, err error) {
	var places, body string
	var made, decided int64
	if err := row.Scan(&p.ID, &p.Subject, &p.Partnership, &p.Act, &places, &p.Language, &body, &p.Email, &p.State, &p.Answer, &made, &decided, &p.DecidedBy, &p.Version); err != nil {
		return p, err
	}
	p.Made = time.UnixMicro(made).UTC()
	if decided != 0 {
		p.Decided = time.UnixMicro(decided).UTC()
	}
	if err := json.Unmarshal([]byte(places), &p.Places); err != nil {
		return p, err
	}
	return p, json.Unmarshal([]byte(body), &p.Said)
}

// Open are the proposals that wait, the oldest first.
func (s *Store) Open(ctx context.Context) (_ []Proposal, err error) {
	defer errs.Wrap(&err, "proposal.Open")
	return db.Collect(ctx, s.db, scan, selectProposal+` WHERE state = 'open' ORDER BY made, id`)
}

// mostDecided is how many decided proposals a page shows.
const mostDecided = 100

// Decided are the proposals that were decided last, the latest first.
func (s *Store) Decided(ctx context.Context) (_ []Proposal, err error) {
	defer errs.Wrap(&err, "proposal.Decided")
	return db.Collect(ctx, s.db, scan, selectProposal+` WHERE state <> 'open' ORDER BY decided DESC, id LIMIT $1`, mostDecided)
}

// ByID returns a proposal, or errs.NotFound.
func (s *Store) ByID(ctx context.Context, id string) (Proposal, error) { return s.one(ctx, s.db, id) }

func (s *Store) one(ctx context.Context, q db.Querier, id string) (p Proposal, err error) {
	defer errs.Wrap(&err, "proposal.ByID(%s)", id)
	p, ok, err := db.One(ctx, q, scan, selectProposal+` WHERE id = $1`, id)
	if err == nil && !ok {
		err = errs.New(errs.NotFound, lang.Msg("error.proposal.unknown"), nil)
	}
	return p, err
}

// Decide accepts or refuses an open proposal inside a change, and tells the proposer. A
// refusal says why; one that somebody else has decided already is errs.Conflict.
func (s *Store) Decide(ctx context.Context, tx *db.Tx, note func(people.Entry), who people.Actor, id string, to State, why string) (err error) {
	defer errs.Wrap(&err, "proposal.Decide(%s)", to)
	why = strings.TrimSpace(why)
	switch {
	case to == Refused && why == "":
		return errs.In("why", lang.Msg("error.proposal.why"))
	case utf8.RuneCountInString(why) > longestWhy:
		return errs.In("why", lang.Msg("error.partnership.long", "max", longestWhy))
	}
	p, err := s.one(ctx, tx, id)
	if err != nil {
		return err
	}
	if p.State != Open || to != Accepted && to != Refused {
		return errs.New(errs.Conflict, lang.Msg("error.proposal.decided"), nil)
	}
	p.State, p.Answer = to, why
	if err := s.set(ctx, tx, note, p, who.Account, tx.Now()); err != nil {
		return err
	}
	if p.Email == "" {
		return nil
	}
	p.Version++ // what set has written
	return s.answer(ctx, tx, p)
}

// Answers counts the answers to decisions that were taken back.
type Answers struct {
	Stopped int // they waited, and are not sent
	Left    int // they had gone out
}

// Reopen takes decisions back inside a change. An answer that still waits is not sent; who
// has got one hears of the next decision.
func (s *Store) Reopen(ctx context.Context, tx *db.Tx, note func(people.Entry), ids []string) (n Answers, err error) {
	defer errs.Wrap(&err, "proposal.Reopen")
	for _, id := range ids {
		p, err := s.one(ctx, tx, id)
		if err != nil {
			return n, err
		}
		if p.Email != "" && p.State != Open {
			stopped, left, err := s.recall(ctx, tx, p)
			if err != nil {
				return n, err
			}
			if stopped {
				n.Stopped++
			}
			if left {
				n.Left++
			}
		}
		p.State, p.Answer = Open, ""
		if err := s.set(ctx, tx, note, p, "", 0); err != nil {
			return n, err
		}
	}
	return n, nil
}

func (s *Store) set(ctx context.Context, tx *db.Tx, note func(people.Entry), p Proposal, by string, at int64) error {
	note(people.Entry{
		Action: people.DecidePropose, Kind: "proposal", ID: p.ID, Places: p.Places, Note: p.Answer,
		Fields: []people.FieldChange{{Name: "state", New: string(p.State)}},
	})
	_, err := tx.ExecContext(ctx, `
		UPDATE proposal
		   SET state      = $1,
		       answer     = $2,
		       decided    = $3,
		       decided_by = $4,
		       version    = version + 1
		 WHERE id = $5`, string(p.State), p.Answer, at, by, p.ID)
	return err
}
