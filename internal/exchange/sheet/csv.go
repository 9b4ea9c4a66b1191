package sheet

import (
	"bufio"
	"encoding/csv"
	"io"
)

// byteOrderMark tells spreadsheets that a text is UTF-8.
const byteOrderMark = "\ufeff"

func writeCSV(w io.Writer, f Format, t Table) error {
	buffered := bufio.NewWriter(w)
	if f == CSV {
		buffered.WriteString(byteOrderMark) // an error comes again with Flush
	}
	out := csv.NewWriter(buffered)
	out.Comma, out.UseCRLF = t.separator(), true
	header := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		header[i] = Guard(clean(c.Title))
	}
	if err := out.Write(header); err != nil {
		return err
	}
	for _, row := range t.Rows {
		fields := make([]string, len(row))
		for i, v := range row {
			var err error
			if fields[i], err = text(v); err != nil {
				return err
			}
		}
		if err := out.Write(fields); err != nil {
			return err
		}
	}
	out.Flush()
	if err := out.Error(); err != nil {
		return err
	}
	return buffered.Flush()
}
