package colour

// Surface is a ground on which a colour must be seen, and the least contrast there.
type Surface struct {
	Ground Colour
	Least  float64
}

// Weakest is the surface on which the colour misses its least contrast by most, and the
// contrast there; ok says that it misses none.
func Weakest(c Colour, on []Surface) (worst Surface, contrast float64, ok bool) {
	share := -1.0
	for _, s := range on {
		if got := c.Contrast(s.Ground); share < 0 || got/s.Least < share {
			worst, contrast, share = s, got, got/s.Least
		}
	}
	return worst, contrast, share < 0 || share >= 1
}

// steps divide the lightness: a two-hundredth is less than anybody sees.
const steps = 200

// Legible returns the colour itself where it is legible on every surface, else the
// nearest one of its hue that is. ok is false where no lightness will do, as between
// a white and a black ground that both want much.
func Legible(c Colour, on []Surface) (nearest Colour, ok bool) {
	if _, _, fine := Weakest(c, on); fine {
		return c, true
	}
	want := c.LCH()
	for i := range steps + 1 {
		candidate := LCH{float64(i) / steps, want.C, want.H}.Colour()
		if _, _, fine := Weakest(candidate, on); fine && (!ok || c.Distance(candidate) < c.Distance(nearest)) {
			nearest, ok = candidate, true
		}
	}
	return nearest, ok
}
