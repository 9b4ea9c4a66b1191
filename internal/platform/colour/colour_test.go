package colour

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

func mustParse(t *testing.T, text string) Colour {
	t.Helper()
	c, err := Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestParse(t *testing.T) {
	for text, want := range map[string]string{"#1A5f7a": "#1a5f7a", " 1a5f7a ": "#1a5f7a", "#fc0": "#ffcc00"} {
		if got := mustParse(t, text).String(); got != want {
			t.Errorf("Parse(%q) = %s, want %s", text, got, want)
		}
	}
	for _, text := range []string{"", "#", "red", "#12345", "#1234567", "+12345", "#12345g", "rgb(1,2,3)", "#١٢٣٤٥٦"} {
		if c, err := Parse(text); err == nil {
			t.Errorf("Parse(%q) = %s, want an error", text, c)
		}
	}
}

// Figures that others publish: WCAG's own examples, and OKLCH as browsers give it.
func TestKnownFigures(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want float64
	}{{"#000", "#fff", 21}, {"#777777", "#ffffff", 4.48}, {"#767676", "#ffffff", 4.54}, {"#ff0000", "#ffffff", 4.0}, {"#0000ff", "#ffffff", 8.59}} {
		if got := mustParse(t, c.a).Contrast(mustParse(t, c.b)); math.Abs(got-c.want) > 0.005 {
			t.Errorf("contrast of %s on %s: %.3f, want %.2f", c.a, c.b, got, c.want)
		}
	}
	for text, want := range map[string]LCH{"#ff0000": {0.628, 0.2577, 29.23}, "#00ff00": {0.8664, 0.2948, 142.5}, "#0000ff": {0.452, 0.3132, 264.05}} {
		got := mustParse(t, text).LCH()
		if math.Abs(got.L-want.L) > 0.001 || math.Abs(got.C-want.C) > 0.001 || math.Abs(got.H-want.H) > 0.1 {
			t.Errorf("%s is %.4f, want %.4f", text, got, want)
		}
	}
}

func anyColour() *rapid.Generator[Colour] {
	return rapid.Custom(func(t *rapid.T) Colour {
		return Colour{rapid.Uint8().Draw(t, "r"), rapid.Uint8().Draw(t, "g"), rapid.Uint8().Draw(t, "b")}
	})
}

// There and back again is the same colour.
func TestRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := anyColour().Draw(t, "colour")
		if back := c.LCH().Colour(); back != c {
			t.Fatalf("%s came back as %s", c, back)
		}
		if again, err := Parse(c.String()); err != nil || again != c {
			t.Fatalf("%s is read as %s, %v", c, again, err)
		}
	})
}

// On one ground some colour of every hue can be read; the nearest one is legible, and a
// legible colour stays as it is.
func TestLegible(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c, ground := anyColour().Draw(t, "colour"), anyColour().Draw(t, "ground")
		on := []Surface{{ground, 4.5}}
		nearest, ok := Legible(c, on)
		if !ok {
			t.Fatalf("nothing like %s is legible on %s", c, ground)
		}
		if got := nearest.Contrast(ground); got < 4.5 {
			t.Fatalf("%s instead of %s has %.2f on %s", nearest, c, got, ground)
		}
		if _, _, fine := Weakest(c, on); fine && nearest != c {
			t.Fatalf("%s was legible and became %s", c, nearest)
		}
	})
	if _, ok := Legible(Colour{}, []Surface{{Colour{255, 255, 255}, 7}, {Colour{}, 7}}); ok {
		t.Error("no colour has 7 : 1 on white and on black")
	}
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{"#fff", "1a5f7a", "#", "é"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if c, err := Parse(text); err == nil {
			if again, err := Parse(c.String()); err != nil || again != c {
				t.Errorf("%q became %s, which is read as %s", text, c, again)
			}
		}
	})
}
