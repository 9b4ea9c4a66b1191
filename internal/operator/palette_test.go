package operator

import (
	"math"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"testing"

	"pgregory.net/rapid"

	"twintown/internal/platform/colour"
)

// The surfaces and accents that are judged here are those of the style sheet.
func TestGroundsAreThoseOfTheStyleSheet(t *testing.T) {
	css, err := os.ReadFile(filepath.Join("..", "..", "ui", "css", "base", "tokens.css"))
	if err != nil {
		t.Fatal(err)
	}
	token := func(name string, theme Theme) colour.Colour {
		const oklch = `oklch\(([\d.]+)% ([\d.]+) ([\d.]+)\)`
		m := regexp.MustCompile(`--` + name + `: light-dark\(` + oklch + `, ` + oklch + `\);`).FindStringSubmatch(string(css))
		if m == nil {
			t.Fatalf("no --%s in the style sheet", name)
		}
		if m = m[1:]; theme == Night {
			m = m[3:]
		}
		var v [3]float64
		for i := range v {
			v[i], _ = strconv.ParseFloat(m[i], 64)
		}
		return colour.LCH{L: v[0] / 100, C: v[1], H: v[2]}.Colour()
	}
	for _, theme := range []Theme{Day, Night} {
		for i, name := range []string{"paper", "tint", "raised", "land", "land-own"} {
			if got, want := grounds[theme][i].Ground, token(name, theme); got != want {
				t.Errorf("%s %s is %s, the style sheet has %s", theme, name, got, want)
			}
		}
		for i, name := range []string{"here", "there"} {
			if got, want := ownColours[theme][i], token(name, theme); got != want {
				t.Errorf("%s %s is %s, the style sheet has %s", theme, name, got, want)
			}
			if j := Judge(theme, ownColours[theme][i]); !j.Passes {
				t.Errorf("the program's own %s (%s) has %.2f where %.1f is wanted", name, theme, j.Contrast, j.Least)
			}
		}
	}
}

// Colours of real towns' and networks' visual identities.
func TestChosenColours(t *testing.T) {
	for name, c := range map[string]struct {
		colours Colours
		faults  []string // fields
	}{
		"nothing chosen":                     {Colours{}, nil},
		"deep blue and brick":                {Colours{Here: "#0b4f7d", There: "#a8321f"}, nil},
		"the yellow of the European flag":    {Colours{Here: "#003399", There: "#ffcc00"}, []string{"there"}},
		"white":                              {Colours{Here: "#ffffff"}, []string{"here"}},
		"a word":                             {Colours{Here: "navy"}, []string{"here"}},
		"twice the same":                     {Colours{Here: "#0b4f7d", There: "#0b4f7e"}, []string{"there"}},
		"a colour for the night by day":      {Colours{HereNight: "#0b4f7d"}, []string{"here_night"}},
		"pale for the night":                 {Colours{Here: "#0b4f7d", There: "#a8321f", HereNight: "#8fd0ff", ThereNight: "#ffb49e"}, nil},
		"both too pale and both are offered": {Colours{Here: "#9ad", There: "#fba"}, []string{"here", "there"}},
	} {
		t.Run(name, func(t *testing.T) {
			faults := c.colours.check()
			if len(faults) != len(c.faults) {
				t.Fatalf("faults %v, want %v", faults, c.faults)
			}
			for _, field := range c.faults {
				fault, found := faults.At(field)
				if !found {
					t.Errorf("nothing is wrong with %s", field)
				}
				if fault.Instead != "" {
					instead, err := colour.Parse(fault.Instead)
					theme := Day
					if field == "here_night" {
						theme = Night
					}
					if err != nil || !Judge(theme, instead).Passes {
						t.Errorf("%s is offered instead and does not pass", fault.Instead)
					}
				}
			}
		})
	}
}

// Whatever colour is chosen, the one that is offered instead passes, and a palette that
// is made of any is legible by day and by night.
func TestPaletteIsLegible(t *testing.T) {
	any := rapid.Custom(func(t *rapid.T) string {
		return colour.Colour{R: rapid.Uint8().Draw(t, "r"), G: rapid.Uint8().Draw(t, "g"), B: rapid.Uint8().Draw(t, "b")}.String()
	})
	rapid.Check(t, func(t *rapid.T) {
		chosen := Colours{Here: any.Draw(t, "here"), There: any.Draw(t, "there")}
		p, ok := chosen.Palette()
		if !ok || !p.Legible() {
			t.Fatalf("%v became %v", chosen, p)
		}
		for theme, joint := range map[Theme]colour.Colour{Day: p.Joint, Night: p.JointNight} {
			if j := Judge(theme, joint); !j.Passes {
				t.Fatalf("what both share, %s, has %.2f (%s)", joint, j.Contrast, theme)
			}
		}
		for _, f := range chosen.check() {
			c, err := colour.Parse(f.Instead)
			if f.Instead != "" && (err != nil || !Judge(Day, c).Passes) {
				t.Fatalf("%s is offered for %v and does not pass", f.Instead, chosen)
			}
		}
	})
}

// The program's own joint colour lies between its accents; ours is made the same way.
func TestJointLiesBetween(t *testing.T) {
	p := NewPalette(ownColours[Day], ownColours[Night])
	h := p.Joint.LCH().H
	if math.Abs(h-319) > 15 {
		t.Errorf("between a blue of 242° and a red of 36° lies %.0f°, want about 319°", h)
	}
}
