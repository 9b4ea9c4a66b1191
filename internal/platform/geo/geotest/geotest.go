// Package geotest helps tests to read the maps that package geo draws: it
// turns the short SVG paths, with their relative steps, back into lines of
// points, so that a test can ask where things are instead of comparing texts.
package geotest

import (
	"regexp"
	"strconv"
)

var (
	subpath = regexp.MustCompile(`M([^lz]*)l([^zM]+)(z?)`)
	figure  = regexp.MustCompile(`-?(\d*\.\d|\d+)`)
)

// Failer is the part of testing.T that is needed to report a broken path.
type Failer interface {
	Fatalf(format string, args ...any)
}

// Lines returns the lines of a path as pairs of x and y.
func Lines(t Failer, d string) [][][2]float64 {
	var lines [][][2]float64
	for _, part := range subpath.FindAllStringSubmatch(d, -1) {
		start, steps := figures(t, part[1]), figures(t, part[2])
		at := [2]float64{start[0], start[1]}
		line := [][2]float64{at}
		for i := 0; i+1 < len(steps); i += 2 {
			at = [2]float64{at[0] + steps[i], at[1] + steps[i+1]}
			line = append(line, at)
		}
		lines = append(lines, line)
	}
	return lines
}

func figures(t Failer, text string) []float64 {
	var all []float64
	for _, f := range figure.FindAllString(text, -1) {
		v, err := strconv.ParseFloat(f, 64)
		if err != nil {
			t.Fatalf("%q: %v", f, err)
		}
		all = append(all, v)
	}
	if len(all)%2 != 0 || len(all) == 0 {
		t.Fatalf("no pairs of figures in %q", text)
	}
	return all
}
