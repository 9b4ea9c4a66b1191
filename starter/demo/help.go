package demo

import (
	"context"

	"twintown/internal/helppoint"
	"twintown/internal/platform/db"
	"twintown/internal/platform/lang"
)

// helpText is a help point as the file of texts has it.
type helpText struct {
	Handle string            `json:"handle"`
	Place  int64             `json:"place"`
	Hours  string            `json:"hours"`
	Phone  string            `json:"phone"`
	Name   map[string]string `json:"name"`
}

// HelpPart shows three help points with the hours that were once published: examples,
// verified by nobody, whose numbers no telephone has.
func HelpPart(points *helppoint.Store) Part {
	return Part{
		Name: "help",
		Add: func(ctx context.Context, tx *db.Tx) error {
			texts, err := readConference()
			if err != nil {
				return err
			}
			for _, h := range texts.Help {
				if err := points.CreateIn(ctx, tx, quiet, h.point(texts.HelpSummary)); err != nil {
					return err
				}
			}
			return nil
		},
		Remove: func(ctx context.Context, tx *db.Tx) (n int64, err error) {
			texts, err := readConference()
			if err != nil {
				return 0, err
			}
			for _, h := range texts.Help {
				gone, err := helppoint.EraseIn(ctx, tx, h.id())
				if err != nil {
					return n, err
				}
				n += gone
			}
			return n, nil
		},
	}
}

func (h helpText) id() string { return db.IDFor("demo", h.Handle) }

func (h helpText) point(summary map[string]string) helppoint.Point {
	p := helppoint.Point{
		ID: h.id(), Handle: h.Handle, Stage: helppoint.Public, Place: h.Place, Zone: "Europe/Warsaw", Hours: h.Hours, Example: true, Texts: map[string]helppoint.Text{},
		Details: helppoint.Details{Purposes: []helppoint.Purpose{helppoint.ForPartnership}, Phones: []helppoint.Phone{{Number: h.Phone}}, Languages: []string{"pl"}},
	}
	for _, l := range languages {
		t := helppoint.Text{Name: h.Name[l], Summary: summary[l], Provenance: lang.Provenance{Origin: helppoint.Written}}
		if l != languages[0] {
			t.Origin, t.Source, t.OfVersion = helppoint.Translated, languages[0], 1
		}
		p.Texts[l] = t
	}
	return p
}
