package geo

import (
	"cmp"
	"math"
	"slices"
)

const (
	// nameSteps is how many places along each side of a country's box are
	// tried for its name.
	nameSteps = 14
	// countryText is the size of a country's name in parts of a label's.
	countryText = .92
	// crossedSpace is how many times as much space a place crossed by a link
	// needs to be better than one that isn't.
	crossedSpace = 100
)

// room is where a country's name would fit.
type room struct {
	name  string
	rings [][]XY
	size  float64
}

// drawCountryNames writes the given names into the countries in view, the
// largest first, where they fit between the labels.
func (m *Map) drawCountryNames(d *drawing, content Content, v View) {
	var rooms []room
	for _, area := range d.land.shapes.Areas {
		if name := content.Countries[area.Key]; name != "" {
			rooms = append(rooms, d.room(name, area.Rings))
		}
	}
	slices.SortStableFunc(rooms, func(a, b room) int { return cmp.Compare(b.size, a.size) })
	size := countryText * v.TextSize
	for _, r := range rooms {
		width, height := v.Measure(r.name, size), lineHeight*size
		if label, ok := r.place(width, height, m.labels); ok {
			m.Countries = append(m.Countries, label)
			m.labels.taken = append(m.labels.taken, label.Box)
		}
	}
}

func (d *drawing) room(name string, rings [][]int) room {
	r := room{name: name}
	for _, ring := range rings {
		for _, part := range d.rings(ring) {
			if clipped := d.frame.box.clipRing(part); len(clipped) > 2 {
				r.rings = append(r.rings, clipped)
				r.size += ringSize(clipped)
			}
		}
	}
	return r
}

// place finds the place for the name that is farthest from the country's
// edges, of those where the whole name lies inside, if possible beside all
// links.
func (r room) place(width, height float64, labels *labeler) (Label, bool) {
	if r.size < width*height {
		return Label{}, false
	}
	largest := slices.MaxFunc(r.rings, func(a, b []XY) int { return cmp.Compare(ringSize(a), ringSize(b)) })
	b := around(largest)
	best, found, most := Label{}, false, 0.0
	for i := range nameSteps {
		for j := range nameSteps {
			at := XY{
				b.Left + (b.Right-b.Left)*(float64(i)+.5)/nameSteps,
				b.Top + (b.Bottom-b.Top)*(float64(j)+.5)/nameSteps,
			}
			box := Box{at.X - width/2, at.Y - height/2, at.X + width/2, at.Y + height/2}
			if !labels.free(box.grow(1), -1) {
				continue
			}
			space, inside := r.space(box, largest)
			if inside && labels.crossings(box) > 0 {
				space /= crossedSpace
			}
			if inside && (!found || space > most) {
				most, found = space, true
				best = Label{Text: r.name, X: round(at.X), Y: round(box.Top + baseline*height), Anchor: Middle, Box: box}
			}
		}
	}
	return best, found
}

// space returns how far a box's middle is from the ring's edge, and whether
// the box lies in the country.
func (r room) space(box Box, ring []XY) (float64, bool) {
	middle := XY{(box.Left + box.Right) / 2, (box.Top + box.Bottom) / 2}
	if !Inside(r.rings, middle) {
		return 0, false
	}
	least := math.Inf(1)
	for i, a := range ring {
		b := ring[(i+1)%len(ring)]
		if _, _, cuts := box.clipSegment(a, b); cuts {
			return 0, false
		}
		least = min(least, toSegment(middle, a, b))
	}
	return least, true
}
