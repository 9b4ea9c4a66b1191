package geo

// LineKind says what a line of the land is.
type LineKind int

const (
	Coast    LineKind = iota // land on one side only
	Border                   // between two areas
	Disputed                 // to be dashed
)

// Line is a line that one area uses, or two together. Between two of its
// points it goes the shorter way round the earth.
type Line struct {
	Kind   LineKind
	Points []Point
}

// Area is a country, or a part of the land that is drawn by itself.
type Area struct {
	Key     string  // unique
	Hatched bool    // drawn hatched, since its status is contested
	Rings   [][]int // closed lines; i is line i, ^i line i walked backwards
}

// Shapes is the land of the earth at one level of detail. Neighbours share
// their lines.
type Shapes struct {
	Lines []Line
	Areas []Area
}
