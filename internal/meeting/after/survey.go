package after

import (
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"time"
	"unicode/utf8"

	"twintown/internal/meeting"
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

// Own is a question that the organiser words. Its answers are fixed as well, so that they can
// be counted in all languages.
type Own struct {
	Yes  bool          `json:"yes,omitempty"` // answered with yes, partly or no; else from very good to very poor
	Text meeting.Words `json:"text"`
}

// MostOwn is how many own questions a survey has: guests answer a page, not a book.
const MostOwn = 5

// longestOwn is a question that fits two lines.
const longestOwn = 200

// Asked is a question as it is asked.
type Asked struct {
	Question
	Answers []string
	Own     meeting.Words // its text; nil: the message of the question
}

// Survey is what a meeting asks.
type Survey struct {
	Meeting   string
	Questions []Question
	Own       []Own
	Until     time.Time // until when answers are taken; zero: it is not open
	Version   int64     // 0: nobody made one yet
}

// Asked are all questions of a survey in their order: those that are there for all, then its
// own.
func (v Survey) Asked() (all []Asked) {
	for _, q := range v.Questions {
		all = append(all, Asked{q, q.Answers(), nil})
	}
	for i, own := range v.Own {
		like := Whole
		if own.Yes {
			like = Again
		}
		all = append(all, Asked{Question("own" + strconv.Itoa(i+1)), like.Answers(), own.Text})
	}
	return all
}

// Open says whether answers are taken at a moment.
func (v Survey) Open(now time.Time) bool {
	return len(v.Questions)+len(v.Own) > 0 && now.Before(v.Until)
}

// clean leaves out own questions that nobody worded, and refuses what cannot be asked.
func (v Survey) clean() (Survey, error) {
	v.Own = slices.DeleteFunc(slices.Clone(v.Own), func(o Own) bool { return o.Text.Empty() })
	for _, q := range v.Questions {
		if !slices.Contains(Questions(), q) {
			return v, errs.In("questions", lang.Msg("error.survey.question"))
		}
	}
	if len(v.Own) > MostOwn {
		return v, errs.In("own", lang.Msg("error.survey.own", "max", MostOwn))
	}
	for _, o := range v.Own {
		for _, text := range o.Text {
			if utf8.RuneCountInString(text) > longestOwn {
				return v, errs.In("own", lang.Msg("error.partnership.long", "max", longestOwn))
			}
		}
	}
	return v, nil
}

// same says whether two surveys ask the same.
func (v Survey) same(w Survey) bool {
	return slices.Equal(v.Questions, w.Questions) && slices.EqualFunc(v.Own, w.Own, func(a, b Own) bool { return a.Yes == b.Yes && maps.Equal(a.Text, b.Text) })
}

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
		var body, own string
		var until int64
		if err := row.Scan(&body, &own, &until, &v.Version); err != nil {
			return v, err
		}
		v.Until = db.Moment(until)
		if own != "" {
			if err := json.Unmarshal([]byte(own), &v.Own); err != nil {
				return v, err
			}
		}
		return v, json.Unmarshal([]byte(body), &v.Questions)
	}, `SELECT body, own, until, version FROM after_survey WHERE meeting = $1`, meeting)
	v.Meeting = meeting
	return v, err
}

// Save changes what a meeting asks and until when. Once somebody answered the questions stay
// as they are. Version is the one that the person saw.
func (s *Surveys) Save(ctx context.Context, who people.Actor, v Survey) (err error) {
	defer errs.Wrap(&err, "after.Save(%s)", v.Meeting)
	if v, err = v.clean(); err != nil {
		return err
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
		case len(v.Questions)+len(v.Own) == 0:
			return errs.In("questions", lang.Msg("error.survey.none"))
		case answered > 0 && !before.same(v):
			return errs.New(errs.Conflict, lang.Msg("error.survey.answered"), nil)
		case v.Until.After(now.Add(longestSurvey)):
			return errs.In("until", lang.Msg("error.checkin.until", "max", int(longestSurvey.Hours()/24)))
		}
		body, err := json.Marshal(v.Questions)
		if err != nil {
			return err
		}
		own, err := json.Marshal(v.Own)
		if err != nil {
			return err
		}
		note(people.Entry{Action: people.MeetingGuests, Kind: "survey", ID: v.Meeting, Fields: []people.FieldChange{{Name: "until", Old: day(before.Until), New: day(v.Until)}}})
		_, err = tx.ExecContext(ctx, `
			INSERT INTO after_survey (meeting, body, own, until, version, changed)
			VALUES ($1, $2, $3, $4, 1, $5)
			ON CONFLICT (meeting) DO UPDATE
			   SET body = excluded.body, own = excluded.own, until = excluded.until, version = after_survey.version + 1, changed = excluded.changed`,
			v.Meeting, string(body), string(own), db.Micros(v.Until), tx.Now())
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
	for _, q := range v.Asked() {
		answer := answers[q.Question]
		if answer == "" {
			continue
		}
		if !slices.Contains(q.Answers, answer) {
			return errs.In(string(q.Question), lang.Msg("error.survey.question"))
		}
		given++
		if _, err := tx.ExecContext(ctx, `
			INSERT INTO after_answer (meeting, question, value, n)
			VALUES ($1, $2, $3, 1)
			ON CONFLICT (meeting, question, value) DO UPDATE SET n = after_answer.n + 1`, v.Meeting, string(q.Question), answer); err != nil {
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
	Asked
	Counts []int // in the order of its answers; nil: fewer than [Fewest], or answers are still taken
	Total  int   // how many answered it
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
	for _, q := range v.Asked() {
		o := Outcome{Asked: q}
		for _, a := range q.Answers {
			n := counts[[2]string{string(q.Question), a}]
			o.Counts, o.Total = append(o.Counts, n), o.Total+n
		}
		if o.Total < Fewest || v.Open(s.clock.Now()) {
			o.Counts = nil
		}
		all = append(all, o)
	}
	return all, nil
}
