package demo

import (
	"context"

	"twintown/internal/operator"
	"twintown/internal/platform/db"
	"twintown/internal/platform/lang"
)

// facePart shows how a site looks that has an operator: a name that says that it is an
// example, colours of its own, an imprint. The home is Białystok, of which the starter
// data tells most.
func facePart(faces *operator.Store, catalog *lang.Catalog) Part {
	return Part{
		Name: "operator",
		Add: func(ctx context.Context, tx *db.Tx) error {
			before, err := faces.Within(ctx, tx)
			if err != nil || before.Version > 0 {
				return err // somebody has given the site a face already
			}
			_, err = faces.Put(ctx, tx, exampleFace(catalog), operator.Author{Origin: operator.DemoOrigin})
			return err
		},
		Remove: faces.RemoveDemo,
	}
}

func exampleFace(catalog *lang.Catalog) *operator.Face {
	f := &operator.Face{
		Names: operator.Text{}, Imprint: operator.Text{},
		Colours:    operator.Colours{Here: "#0a5a4a", There: "#a23a6b"},
		Contact:    operator.Contact{Email: "office@example.org"},
		HomeRegion: "PL.81", HomePlace: 776069,
	}
	for _, code := range catalog.Languages() {
		p := catalog.Printer(code)
		f.Names[code], f.Imprint[code] = p.T("demo.name"), p.T("demo.imprint")
	}
	return f
}
