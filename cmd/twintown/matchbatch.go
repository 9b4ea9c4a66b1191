package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"twintown/internal/match"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/world"
)

// matchBatch answers one line of JSON for each line of the file, in order:
// partners left out, notices ignored, scores unrounded. A place that is not known
// has no candidates and a line on standard error.
func (p *program) matchBatch(ctx context.Context, w *world.World, path string, limit int) error {
	in, err := p.open(path)
	if err != nil {
		return err
	}
	defer in.Close()
	out := bufio.NewWriterSize(p.out, 1<<16)
	encoder := json.NewEncoder(out)
	lines := bufio.NewScanner(in)
	var bad error
	asks := func(yield func(match.Ask) bool) {
		for n := 1; lines.Scan(); n++ {
			ask, err := readAsk(lines.Text())
			if err != nil {
				bad = errs.New(errs.Invalid, lang.Msg("error.match_line", "file", path, "line", n, "text", lines.Text()), err)
				return
			}
			if ask.Place != 0 && !yield(ask) {
				return
			}
		}
	}
	err = w.Ranker.Batch(ctx, asks, limit, func(a match.Answer) error {
		if a.Err != nil {
			fmt.Fprintln(p.err, p.print.Message(errs.PublicOf(a.Err)))
		}
		if a.Candidates == nil {
			a.Candidates = []match.Scored{}
		}
		return encoder.Encode(a)
	})
	if ferr := out.Flush(); err == nil {
		err = ferr
	}
	if err == nil {
		err = lines.Err()
	}
	if err == nil {
		err = bad
	}
	return err
}

// readAsk reads "776069" or "776069<TAB>LT,DE". An empty line asks for nothing.
func readAsk(line string) (match.Ask, error) {
	number, list, _ := strings.Cut(strings.TrimSpace(line), "\t")
	if number == "" {
		return match.Ask{}, nil
	}
	id, err := strconv.ParseInt(strings.TrimSpace(number), 10, 64)
	return match.Ask{Place: id, Countries: codes(list)}, err
}
