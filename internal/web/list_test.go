package web

import (
	"cmp"
	"net/url"
	"slices"
	"strconv"
	"testing"

	"pgregory.net/rapid"
)

// numbersList is a list of numbers: even or odd, sorted upwards.
func numbersList(n int) listSpec[int] {
	rows := make([]int, n)
	for i := range rows {
		rows[i] = (i * 7) % max(n, 1)
	}
	return listSpec[int]{
		Path: "/desk/numbers", Caption: "list.of", Rows: rows, Sort: "number",
		ID: strconv.Itoa, Name: strconv.Itoa,
		Find:    func(q string) func(int) bool { return func(v int) bool { return strconv.Itoa(v) == q } },
		Filters: []listFilter[int]{{Key: "parity", Label: "list.of", Options: []option{{}, {Value: "0"}, {Value: "1"}}, Keep: func(v int, value string) bool { return strconv.Itoa(v%2) == value }}},
		Columns: []listColumn[int]{{Key: "number", Label: "list.of", Compare: cmp.Compare[int], Cell: func(v int) listCell { return listCell{Text: strconv.Itoa(v)} }}},
		Bulk:    []option{{Value: "x"}},
	}
}

func TestAListUnderstandsItsAddress(t *testing.T) {
	for _, c := range []struct {
		ask         string
		first, rows int
		found       int
	}{
		{"", 0, 50, 60},
		{"page=2", 50, 10, 60},
		{"page=99", 50, 10, 60},
		{"page=-1&size=7", 0, 50, 60},
		{"size=100", 0, 60, 60},
		{"sort=-number", 59, 50, 60},
		{"sort=nothing", 0, 50, 60},
		{"parity=1", 1, 30, 30},
		{"parity=7", 0, 50, 60},
		{"parity=0&sort=-number&q=58", 58, 1, 1},
		{"q=nobody", -1, 0, 0},
	} {
		q, _ := url.ParseQuery(c.ask)
		l := arrangeList(q, numbersList(60))
		first := -1
		if len(l.Page) > 0 {
			first = l.Page[0]
		}
		if first != c.first || len(l.Page) != c.rows || len(l.Rows) != c.found {
			t.Errorf("?%s: first %d, %d rows of %d; want %d, %d of %d", c.ask, first, len(l.Page), len(l.Rows), c.first, c.rows, c.found)
		}
	}
}

// Page after page shows each row once, whatever the order; what is chosen on one page
// never holds a row that the filter leaves out.
func TestPagesOfAListHoldEachRowOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		spec := numbersList(rapid.IntRange(0, 400).Draw(t, "rows"))
		q := url.Values{
			"sort":   {rapid.SampledFrom([]string{"", "number", "-number"}).Draw(t, "sort")},
			"parity": {rapid.SampledFrom([]string{"", "0", "1"}).Draw(t, "parity")},
			"size":   {rapid.SampledFrom([]string{"50", "100", "250"}).Draw(t, "size")},
		}
		var shown []int
		for n := 1; ; n++ {
			q.Set("page", strconv.Itoa(n))
			l := arrangeList(q, spec)
			shown = append(shown, l.Page...)
			if len(shown) >= len(l.Rows) {
				if len(shown) != len(l.Rows) || !slices.Equal(shown, l.Rows) {
					t.Fatalf("the pages show %v, the list holds %v", shown, l.Rows)
				}
				for _, row := range l.chosen([]string{"0", "1", "2", "nothing"}, false) {
					if !slices.Contains(l.Rows, row) {
						t.Fatalf("%d is chosen and not listed", row)
					}
				}
				return
			}
		}
	})
}
