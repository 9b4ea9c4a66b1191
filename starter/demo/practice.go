package demo

import (
	"context"
	_ "embed"
	"encoding/json"
	"strconv"
	"time"

	"twintown/internal/partnership"
	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/markup"
	"twintown/internal/press"
)

//go:embed practice.json
var practiceTexts []byte

// The towns of which it tells.
const (
	goldap = 771953
	sakiai = 595044
)

var practiceID = db.IDFor("demo", "practice")

// practice are the texts of the example, by language. Its source is named in them, and in
// the registry as goldap-info-2023.
type practice struct {
	told
	Partners map[string]string `json:"partners"`
	Cost     map[string]string `json:"cost"`
	Result   map[string]string `json:"result"`
}

func readPractice() (p practice, err error) { return p, json.Unmarshal(practiceTexts, &p) }

// in is the content in a language.
func (p practice) in(l string) press.Content {
	c := press.Content{Title: p.Title[l], Lead: p.Lead[l], Body: p.Body[l], Origin: press.Written}
	c.Details = press.Details{Partners: p.Partners[l], Cost: p.Cost[l], Result: p.Result[l]}
	if l != languages[0] {
		c.Origin, c.Of, c.OfWords = press.Person, languages[0], firstWords
	}
	return c
}

// PracticePart shows a good practice of two towns, with what the registry knows of it: what
// its source does not say, such as the cost, is told to be unknown.
func PracticePart(papers *press.Store) Part {
	return Part{
		Name: "practice",
		Add: func(ctx context.Context, tx *db.Tx) error {
			p, err := readPractice()
			if err != nil {
				return err
			}
			own := press.Own{
				Topics: []string{"joint_projects", "infrastructure", "health"}, Facts: press.Facts{From: 1995},
				Links: []press.Link{
					{Kind: press.OfPlace, Target: strconv.Itoa(goldap)},
					{Kind: press.OfPlace, Target: strconv.Itoa(sakiai), Role: press.With},
					{Kind: press.OfPartnership, Target: partnership.PairID(goldap, sakiai)},
				},
			}
			_, err = papers.CreateIn(ctx, tx, quiet, people.System(), practiceID, press.New{Kind: press.Practice, Language: languages[0], Own: own, Content: p.in(languages[0])})
			if err != nil {
				return err
			}
			for _, l := range languages[1:] {
				if err := papers.SaveIn(ctx, tx, quiet, people.System(), practiceID, l, 0, p.in(l)); err != nil {
					return err
				}
			}
			for _, l := range languages {
				if err := papers.PublishIn(ctx, tx, quiet, practiceID, l, time.Time{}, markup.Nothing); err != nil {
					return err
				}
			}
			return nil
		},
		Remove: func(ctx context.Context, tx *db.Tx) (int64, error) { return press.EraseIn(ctx, tx, practiceID) },
	}
}
