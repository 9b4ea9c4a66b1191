package after

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"twintown/internal/people"
	"twintown/internal/platform/clock"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// Question is what guests can be asked. Its text is the message survey.q.<question> in each
// language, so that nobody is asked in a language that she does not read.
type Question string

// The questions.
const (
	Whole        Question = "whole"        // how the meeting was as a whole
	Organisation Question = "organisation" // how it was organised
	Programme    Question = "programme"    // how useful the programme was
	Understood   Question = "understood"   // whether she could follow in a language that she knows
	Partner      Question = "partner"      // whether she met a town to stay in touch with
	Again        Question = "again"        // whether she would come again
)

// Questions are all questions, in the order in which they are asked.
func Questions() []Question {
	return []Question{Whole, Organisation, Programme, Understood, Partner, Again}
}

// Answers are what can be answered, the best first. Their texts are the messages
// survey.a.<answer>.
func (q Question) Answers() []string {
	switch q {
	case Understood, Partner, Again:
		return []string{"yes", "partly", "no"}
	}
	return []string{"very_good", "good", "fair", "poor", "very_poor"}
}

// Survey is what a meeting asks.
type Survey struct {
	Meeting   string
	Questions []Question
	Until     time.Time // until when answers are taken; zero: it is not open
	Version   int64     // 0: nobody made one yet
}

// Open says whether answers are taken at a moment.
func (v Survey) Open(now time.Time) bool { return len(v.Questions) > 0 && now.Before(v.Until) }

// longestSurvey is how long answers are taken: who has not answered in a quarter of a year
// does not.
const longestSurvey = 92 * 24 * time.Hour

// Fewest is how many answers there must be before their counts are shown: of fewer, somebody
// who knows the guests could guess who said what.
const Fewest = 5

// Surveys keeps surveys and the counts of their answers. It is safe for concurrent use.
type Surveys struct {
	db    *db.DB
	log   *people.Log
	clock clock.Clock
}

// NewSurveys returns the surveys of a database.
func NewSurveys(d *db.DB, log *people.Log, c clock.Clock) *Surveys { return &Surveys{d, log, c} }

// Of returns the survey of a meeting; one that nobody made has the version 0.
func (s *Surveys) Of(ctx context.Context, meeting string) (_ Survey, err error) {
	defer errs.Wrap(&err, "after.Of(%s)", meeting)
	return surveyOf(ctx, s.db, meeting)
}

func surveyOf(ctx context.Context, q db.Querier, meeting string) (Survey, error) {
	v, _, err := db.One(ctx, q, func(row db.Scanner) (v Survey, err error) {
		var body string
		var until int64
		if err := row.Scan(&body, &until, &v.Version); err != nil {
			return v, err
		}
		v.Until = db.Moment(until)
		return v, json.Unmarshal([]byte(body), &v.Questions)
	}, `SELECT body, until, version FROM after_survey WHERE meeting = $1`, meeting)
	v.Meeting = meeting
	return v, err
}

// Save changes what a meeting asks and until when. Once somebody answered the questions stay
// as they are. Version is the one that the person saw.
func (s *Surveys) Save(ctx context.Context, who people.Actor, v Survey) (err error) {
	defer errs.Wrap(&err, "after.Save(%s)", v.Meeting)
	for _, q := range v.Questions {
		if !slices.Contains(Questions(), q) {
			return errs.In("questions", lang.Msg("error.survey.question"))
		}
	}
	return s.log.Change(ctx, who, func(tx *db.Tx, note func(people.Entry)) error {
		before, err := surveyOf(ctx, tx, v.Meeting)
		if err != nil {
			return err
		}
		answered, err := count(ctx, tx, `SELECT count(*) FROM after_said WHERE meeting = $1`, v.Meeting)
		now := db.Moment(tx.Now())
		switch {
		case err != nil:
			return err
		case before.Version != v.Version:
			return errs.New(errs.Conflict, lang.Msg("error.guests.conflict"), nil)
		case len(v.Questions) == 0:
			return errs.In("questions", lang.Msg("error.survey.none"))
		case answered > 0 && !slices.Equal(before.Questions, v.Questions):
			return errs.New(errs.Conflict, lang.Msg("error.survey.answered"), nil)
		case v.Until.After(now.Add(longestSurvey)):
			return errs.In("until", lang.Msg("error.checkin.until", "max", int(longestSurvey.Hours()/24)))
		}
		body, err := json.Marshal(v.Questions)
		if err != nil {
			return err
		}
		note(people.Entry{Action: people.MeetingGuests, Kind: "survey", ID: v.Meeting, Fields: []people.FieldChange{{Name: "until", Old: day(before.Until), New: day(v.Until)}}})
		_, err = tx.ExecContext(ctx, `
			INSERT INTO after_survey (meeting, body, until, version, changed)
			VALUES ($1, $2, $3, 1, $4)
			ON CONFLICT (meeting) DO UPDATE
			   SET body = excluded.body, until = excluded.until, version = after_survey.version + 1, changed = excluded.changed`,
			v.Meeting, string(body), db.Micros(v.Until), tx.Now())
		return err
	})
}

func day(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.DateOnly)
}

// Said says whether a delegation answered.
func (s *Surveys) Said(ctx context.Context, meeting, delegation string) (_ bool, err error) {
	defer errs.Wrap(&err, "after.Said(%s)", meeting)
	return said(ctx, s.db, meeting, delegation)
}

func said(ctx context.Context, q db.Querier, meeting, delegation string) (bool, error) {
	return db.Exists(ctx, q, `SELECT 1 FROM after_said WHERE meeting = $1 AND delegation = $2`, meeting, delegation)
}

// Answer adds a delegation's answers to the counts and marks that it answered. A question may
// be left open. The second time nothing is added.
func (s *Surveys) Answer(ctx context.Context, meeting, delegation string, answers map[Question]string) (err error) {
	defer errs.Wrap(&err, "after.Answer(%s)", meeting)
	return s.log.Change(ctx, people.Actor{}, func(tx *db.Tx, note func(people.Entry)) error {
		v, err := surveyOf(ctx, tx, meeting)
		if err != nil {
			return err
		}
		if !v.Open(db.Moment(tx.Now())) {
			return errs.New(errs.Conflict, lang.Msg("error.survey.over"), nil)
		}
		again, err := said(ctx, tx, meeting, delegation)
		if err != nil {
			return err
		}
		if again {
			return errs.New(errs.Conflict, lang.Msg("error.survey.twice"), nil)
		}
		note(people.Entry{Action: people.GuestOwn, Kind: "survey", ID: meeting}) // that somebody answered: not who, nor what
		if _, err := tx.ExecContext(ctx, `INSERT INTO after_said (meeting, delegation) VALUES ($1, $2)`, meeting, delegation); err != nil {
			return err
		}
		return add(ctx, tx, v, answers)
	})
}

func add(ctx context.Context, tx *db.Tx, v Survey, answers map[Question]string) error {
	given := 0
	for _, q := range v.Questions {
		answer := answers[q]
		if answer == "" {
			continue
		}
		if !slices.Contains(q.Answers(), answer) {
			return errs.In(string(q), lang.Msg("error.survey.question"))
		}
		given++
		if _, err := tx.ExecContext(ctx, `
			INSERT INTO after_answer (meeting, question, value, n)
			VALUES ($1, $2, $3, 1)
			ON CONFLICT (meeting, question, value) DO UPDATE SET n = after_answer.n + 1`, v.Meeting, string(q), answer); err != nil {
			return err
		}
	}
	if given == 0 {
		return errs.New(errs.Invalid, lang.Msg("error.survey.empty"), nil)
	}
	return nil
}

// Outcome are the counts of one question.
type Outcome struct {
	Question Question
	Counts   []int // in the order of its answers; nil: fewer than [Fewest], or answers are still taken
	Answers  int   // how many answered it
}

// Results are the counts of a survey. While answers are taken nobody sees them: from one
// look to the next it could be read who said what.
func (s *Surveys) Results(ctx context.Context, meeting string) (all []Outcome, err error) {
	defer errs.Wrap(&err, "after.Results(%s)", meeting)
	v, err := s.Of(ctx, meeting)
	if err != nil {
		return nil, err
	}
	counts := map[[2]string]int{}
	if err := db.Each(ctx, s.db, func(row db.Scanner) error {
		var key [2]string
		var n int
		err := row.Scan(&key[0], &key[1], &n)
		counts[key] = n
		return err
	}, `SELECT question, value, n FROM after_answer WHERE meeting = $1`, meeting); err != nil {
		return nil, err
	}
	for _, q := range v.Questions {
		o := Outcome{Question: q}
		for _, a := range q.Answers() {
			n := counts[[2]string{string(q), a}]
			o.Counts, o.Answers = append(o.Counts, n), o.Answers+n
		}
		if o.Answers < Fewest || v.Open(s.clock.Now()) {
			o.Counts = nil
		}
		all = append(all, o)
	}
	return all, nil
}
