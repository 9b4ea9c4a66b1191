package moving

import (
	"encoding/xml"
	"strconv"
	"strings"
)

// precision is how much of a date a cell's format shows. That is what its writer knew:
// who types "marzec 2004" gets the first of March from the spreadsheet, shown as "mar.04".
type precision uint8

const (
	noDate precision = iota
	byDay
	byMonth
	byYear
)

// builtIn are the formats of dates that every workbook has without naming them.
func builtIn(format int) precision {
	switch {
	case format == 17:
		return byMonth
	case format >= 14 && format <= 16, format == 22, format >= 27 && format <= 36, format >= 50 && format <= 58:
		return byDay
	}
	return noDate
}

// readStyles learns which styles show dates.
func (w *workbook) readStyles() error {
	own := map[int]precision{}
	inCells := false
	return w.each("xl/styles.xml", func(token xml.Token) error {
		switch e := token.(type) {
		case xml.StartElement:
			switch e.Name.Local {
			case "numFmt":
				if id, err := strconv.Atoi(attribute(e, "numFmtId")); err == nil && len(own) < mostStyles {
					own[id] = precisionOf(attribute(e, "formatCode"))
				}
			case "cellXfs":
				inCells = true
			case "xf":
				if inCells && len(w.styles) < mostStyles {
					id, _ := strconv.Atoi(attribute(e, "numFmtId"))
					p, named := own[id]
					if !named {
						p = builtIn(id)
					}
					w.styles = append(w.styles, p)
				}
			}
		case xml.EndElement:
			if e.Name.Local == "cellXfs" {
				inCells = false
			}
		}
		return nil
	})
}

// precisionOf reads a format code such as `[$-415]d mmmm yyyy;@`.
func precisionOf(code string) precision {
	var letters strings.Builder
	code, _, _ = strings.Cut(strings.ToLower(code), ";")
	for i := 0; i < len(code); i++ {
		switch code[i] {
		case '"':
			if end := strings.IndexByte(code[i+1:], '"'); end >= 0 {
				i += end + 1
			}
		case '[':
			if end := strings.IndexByte(code[i:], ']'); end >= 0 {
				i += end
			}
		case '\\', '_', '*':
			i++
		default:
			letters.WriteByte(code[i])
		}
	}
	shown := letters.String()
	if strings.Contains(shown, "general") || strings.ContainsAny(shown, "#0?") {
		return noDate
	}
	year, day := strings.ContainsAny(shown, "ye"), strings.Contains(shown, "d")
	switch {
	case day:
		return byDay
	case year && strings.Contains(shown, "m"):
		return byMonth
	case year:
		return byYear
	}
	return noDate
}
