package geo

// Place is something to show at one place on earth.
type Place struct {
	ID    string // the caller's; comes back on dot and label
	At    Point
	Label string  // "" = a dot only
	Class string  // the caller's; comes back on dot and label
	Rank  int     // labels and dots of higher rank go first; equal ones in the caller's order
	Size  float64 // radius of the dot in view units; 0 = 3
}

// Link is a line between two places.
type Link struct {
	ID       string
	From, To Point
	Class    string
}

// Content is what a map is to show.
type Content struct {
	Places    []Place
	Links     []Link
	Countries map[string]string // names to write into the countries, by code; where there is room
	Highlight map[string]string // classes of countries to draw apart, by code
}

// View is the size of a map and how much it may weigh. Lengths are in units
// of the view, which are CSS pixels when the SVG is shown in its own size.
type View struct {
	Width, Height float64
	Padding       float64                                 // kept free of dots at the edge; 0 = a fifteenth of the shorter side
	World         bool                                    // the whole world even if the content is near together
	TextSize      float64                                 // of labels; 0 = 13
	Measure       func(text string, size float64) float64 // a text's width; nil = TextWidth
	Budget        int                                     // bytes of Land and lines together; 0 = 25,000 for the world, 30,000 else
}

// Map is a map, ready to be written as SVG. All coordinates are in the view's
// units; paths are values for the attribute d. Fill areas by the rule
// "evenodd".
type Map struct {
	Width, Height float64
	World         bool
	KmPerUnit     float64 // for a scale bar; true in the middle of the map

	Land string // all land, as one tone

	Borders  string // lines between countries, without the coasts
	Disputed string // lines to be dashed
	Outline  string // the edge of the world's map; "" for others

	Areas     []AreaShape // highlighted countries
	Hatched   []AreaShape // contested areas, to be hatched over whatever is below
	Arcs      []Arc
	Dots      []Dot
	Labels    []Label
	Countries []Label  // names of countries, quieter than the places' labels
	Unlabeled []string // IDs of the places in view whose label found no room

	frame  *frame
	labels *labeler // for what is placed after the labels
}

// AreaShape is one country or contested area.
type AreaShape struct {
	Key   string // as in Area
	Class string // from Content.Highlight
	Path  string
}

// Arc is a link as drawn: part of a great circle.
type Arc struct {
	ID, Class string
	Path      string
	From, To  XY
	Km        float64
}

// Dot is a place as drawn.
type Dot struct {
	ID, Class string
	X, Y, R   float64
	Text      string // what its label says, or would say
}

// Anchors of labels, as SVG's attribute text-anchor has them.
const (
	Start  = "start"
	Middle = "middle"
	End    = "end"
)

// Label is a text at its place: X, Y is its baseline's start, middle or end.
type Label struct {
	ID, Class string
	Text      string
	X, Y      float64
	Anchor    string // Start, Middle or End
	Box       Box    // what the text covers
}

// Cartographer draws maps. It keeps the shapes of all countries in memory,
// some 10 MB, and can be used by several goroutines at once.
type Cartographer struct {
	world, detail *land
}

// NewCartographer prepares the drawing of maps of the whole world and of parts
// of it, from shapes of little and of much detail. It keeps both, which must
// not be changed any more.
func NewCartographer(world, detail *Shapes) *Cartographer {
	return &Cartographer{world: newLand(world), detail: newLand(detail)}
}

// AreaAt returns the key of the area that a place lies in, or "" at sea.
func (c *Cartographer) AreaAt(p Point) string {
	for _, area := range c.detail.shapes.Areas {
		if c.detail.contains(area.Rings, p) {
			return area.Key
		}
	}
	return ""
}

const (
	// coarseKm is the number of kilometres in a unit of the view from which
	// the world's level of detail suffices.
	coarseKm = 12
	// worldBudget and regionBudget are the default limits for a map's paths:
	// a first view of 100 kB compressed must hold one beside all the rest.
	worldBudget  = 25_000
	regionBudget = 30_000
)

// Draw draws a map. It never fails: without content it shows the world.
func (c *Cartographer) Draw(content Content, v View) *Map {
	v = v.filled()
	f := fit(content.extent(), v)
	if v.Budget == 0 {
		v.Budget = regionBudget
		if f.world {
			v.Budget = worldBudget
		}
	}
	l := c.detail
	if f.world || f.kmPerUnit() > coarseKm {
		l = c.world
	}
	m := &Map{Width: v.Width, Height: v.Height, World: f.world, KmPerUnit: f.kmPerUnit(), frame: f}
	d := newDrawing(l, f)
	m.drawLand(d, content.Highlight, v.Budget)
	m.drawLinks(content.Links, f)
	m.drawPlaces(content, f, v)
	m.drawCountryNames(d, content, v)
	return m
}

// At returns where a place lies on the map.
func (m *Map) At(p Point) XY { return m.frame.at(p) }

// Where returns the place that lies at xy on the map. Beyond the world's edge
// it returns a place on the edge.
func (m *Map) Where(xy XY) Point { return m.frame.where(xy) }

func (v View) filled() View {
	if v.Width <= 0 || v.Height <= 0 {
		v.Width, v.Height = 800, 500
	}
	if v.Padding == 0 {
		v.Padding = min(v.Width, v.Height) / 15
	}
	if v.TextSize == 0 {
		v.TextSize = 13
	}
	if v.Measure == nil {
		v.Measure = TextWidth
	}
	return v
}

// extent returns the points that must be in view: the places, and the links
// with their bulge.
func (c Content) extent() []Point {
	var points []Point
	for _, p := range c.Places {
		points = append(points, p.At)
	}
	for _, l := range c.Links {
		points = append(points, GreatCircle(l.From, l.To, 8)...)
	}
	return points
}
