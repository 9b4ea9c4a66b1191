package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"twintown/internal/exchange/moving"
	"twintown/internal/people"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// partnersFlags are the flags of "import partners".
type partnersFlags struct {
	storage
	place, answers, rejected, encoding, sheet *string
	dryRun, asJSON                            *bool
}

func newPartnersFlags(set *flag.FlagSet) partnersFlags {
	return partnersFlags{
		storage:  storageFlags(set),
		place:    set.String("place", "", ""),
		answers:  set.String("answers", "", ""),
		rejected: set.String("rejected", "", ""),
		encoding: set.String("encoding", "", ""),
		sheet:    set.String("sheet", "", ""),
		dryRun:   set.Bool("dry-run", false, ""),
		asJSON:   set.Bool("json", false, ""),
	}
}

// importPartners takes in an office's own list of partner towns. Questions that the file
// leaves open are printed with their keys; answers come in a JSON file.
func importPartners(ctx context.Context, p *program, args []string) error {
	set := p.flags("import partners")
	f := newPartnersFlags(set)
	files, err := p.parse(set, args, 1, 1)
	if err != nil {
		return err
	}
	answers, err := readAnswers(*f.answers)
	if err != nil {
		return err
	}
	table, err := p.readPartners(files[0], f, answers)
	if err != nil {
		return err
	}
	n, err := p.openNode(ctx, f.storage)
	if err != nil {
		return err
	}
	defer n.close()
	plan, err := p.planPartners(ctx, n, table, f, answers)
	if err != nil {
		return err
	}
	return p.movePartners(ctx, n, plan, files[0], f)
}

// readAnswers reads a JSON object of texts; none where no file is named.
func readAnswers(path string) (map[string]string, error) {
	answers := map[string]string{}
	if path == "" {
		return answers, nil
	}
	raw, err := os.ReadFile(path)
	if err != nil {
		return nil, errs.New(errs.NotFound, lang.Msg("error.file", "file", path), err)
	}
	if err := json.Unmarshal(raw, &answers); err != nil {
		return nil, errs.New(errs.Invalid, lang.Msg("moving.cli.answers", "file", path), err)
	}
	return answers, nil
}

func (p *program) readPartners(path string, f partnersFlags, answers map[string]string) (*moving.Table, error) {
	const most = 64 << 20 // read no more than can be refused with its own sentence
	info, err := os.Stat(path)
	if err != nil || info.IsDir() {
		return nil, errs.New(errs.NotFound, lang.Msg("error.file", "file", path), err)
	}
	if info.Size() > most {
		return nil, errs.New(errs.TooLarge, lang.Msg("moving.file.too_large.bytes", "most", moving.MostBytes>>20), nil)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, errs.New(errs.NotFound, lang.Msg("error.file", "file", path), err)
	}
	encoding := *f.encoding
	if encoding == "" {
		encoding = answers[moving.EncodingKey]
	}
	return moving.Read(path, data, moving.ReadOptions{Lexicon: moving.NewLexicon(p.catalog), Encoding: encoding, Sheet: *f.sheet})
}

func (p *program) planPartners(ctx context.Context, n *node, table *moving.Table, f partnersFlags, answers map[string]string) (plan moving.Plan, err error) {
	atlas := n.world.Now().Places
	var own int64
	if *f.place != "" {
		found, err := atlas.Resolve(*f.place)
		if err != nil {
			return plan, err
		}
		own = found.ID
	}
	known, err := moving.KnownOf(ctx, atlas, n.partnerships)
	if err != nil {
		return plan, err
	}
	return moving.Make(table, known, moving.Options{
		Lexicon: moving.NewLexicon(p.catalog), Own: own, Answers: answers, Today: lang.DateOf(time.Now().UTC()), Language: p.print.Lang(),
	}), nil
}

// movePartners tells the plan, applies it unless it is a dry run or cannot be, and writes
// the rows that were left out.
func (p *program) movePartners(ctx context.Context, n *node, plan moving.Plan, path string, f partnersFlags) error {
	count := plan.Count()
	if !*f.asJSON {
		p.tellPlan(plan)
	}
	if !*f.dryRun && !plan.Blocked() {
		publisher := n.world.Now().Places.DisplayName(plan.Own, p.print.Lang())
		stores := moving.Stores{Partnerships: n.partnerships, Sources: n.sources, Log: n.log}
		if _, err := moving.Apply(ctx, stores, people.System(), plan, publisher); err != nil {
			return err
		}
	}
	if err := p.writeRejected(plan, path, *f.rejected); err != nil {
		return err
	}
	p.tellCount(plan, count, f)
	switch {
	case plan.Blocked():
		return errs.New(errs.Invalid, lang.Msg("moving.cli.open"), nil)
	case count.Open+count.Rejected > 0:
		return errs.New(errs.Invalid, lang.Msg("moving.cli.left", "n", count.Open+count.Rejected), nil)
	}
	return nil
}

// writeRejected writes the rows left out into a file, which is never the list itself.
func (p *program) writeRejected(plan moving.Plan, list, path string) error {
	count := plan.Count()
	if path == "" || count.Open+count.Rejected == 0 {
		return nil
	}
	from, err := os.Stat(list)
	if err != nil {
		return err
	}
	to, err := os.Stat(path)
	if err == nil && os.SameFile(from, to) || err != nil && !errors.Is(err, fs.ErrNotExist) {
		return errs.New(errs.Invalid, lang.Msg("error.file", "file", path), err)
	}
	var buf bytes.Buffer
	if err := moving.Rejected(&buf, plan, p.print); err != nil {
		return err
	}
	if err := os.WriteFile(path, buf.Bytes(), 0o600); err != nil { // the list may hold names of people
		return errs.New(errs.ReadOnly, lang.Msg("error.file", "file", path), err)
	}
	p.say(p.err, "moving.cli.rejected", "file", path)
	return nil
}

// tellPlan prints what was understood, what is asked and what is left out.
func (p *program) tellPlan(plan moving.Plan) {
	t := plan.Table
	if t.Format == moving.XLSX {
		p.say(p.err, "moving.cli.read_sheet", "file", t.File, "rows", len(t.Rows), "sheet", t.Sheet)
	} else {
		p.say(p.err, "moving.cli.read", "file", t.File, "rows", len(t.Rows), "encoding", t.Encoding, "why", t.Why)
	}
	for _, c := range plan.Columns {
		fmt.Fprint(p.err, "  ")
		p.say(p.err, "moving.cli.column", "column", c.Label(), "role", lang.Msg("moving.role."+string(c.Role)))
	}
	for _, q := range plan.Questions {
		p.say(p.err, "moving.cli.question", "key", q.Key, "text", q.Text)
		for _, c := range q.Choices {
			fmt.Fprint(p.err, "  ")
			p.say(p.err, "moving.cli.choice", "value", c.Value, "label", c.Label)
		}
		if len(q.Lines) > 0 {
			fmt.Fprint(p.err, "  ")
			p.say(p.err, "moving.cli.lines", "lines", lines(q.Lines))
		}
	}
	for _, r := range plan.Rows {
		if r.Outcome == moving.Refused {
			p.say(p.err, "moving.cli.row", "line", r.Line, "reason", r.Reason)
		}
		for _, note := range r.Notes {
			p.say(p.err, "moving.cli.row", "line", r.Line, "reason", note)
		}
	}
}

// lines prints the first numbers of a list.
func lines(all []int) string {
	const enough = 20
	var texts []string
	for _, n := range all[:min(len(all), enough)] {
		texts = append(texts, strconv.Itoa(n))
	}
	if len(all) > enough {
		texts = append(texts, "…")
	}
	return strings.Join(texts, ", ")
}

// partnersReport is what "import partners --json" prints.
type partnersReport struct {
	File      string            `json:"file"`
	Columns   map[string]string `json:"columns"`
	Rows      int               `json:"rows"`
	Fit       int               `json:"fit"`
	Open      int               `json:"open"`
	Rejected  int               `json:"rejected"`
	New       int               `json:"new"`
	More      int               `json:"more"`
	Known     int               `json:"known"`
	Written   bool              `json:"written"`
	Questions []partnersAsked   `json:"questions"`
}

type partnersAsked struct {
	Key     string   `json:"key"`
	Text    string   `json:"text"`
	Choices []string `json:"choices"`
	Lines   []int    `json:"lines"`
}

func (p *program) tellCount(plan moving.Plan, c moving.Count, f partnersFlags) {
	if !*f.asJSON {
		key := "moving.cli.done"
		if *f.dryRun || plan.Blocked() {
			key = "moving.cli.dry"
		}
		p.say(p.out, key, "fit", c.Fit, "rows", c.Rows, "new", c.New, "more", c.More, "known", c.Known)
		return
	}
	report := partnersReport{
		File: plan.Table.File, Columns: map[string]string{}, Rows: c.Rows, Fit: c.Fit, Open: c.Open, Rejected: c.Rejected,
		New: c.New, More: c.More, Known: c.Known, Written: !*f.dryRun && !plan.Blocked(), Questions: []partnersAsked{},
	}
	for _, column := range plan.Columns {
		report.Columns[column.Letter()] = string(column.Role)
	}
	for _, q := range plan.Questions {
		asked := partnersAsked{Key: q.Key, Text: p.print.Message(q.Text), Lines: slices.Clone(q.Lines)}
		for _, choice := range q.Choices {
			asked.Choices = append(asked.Choices, choice.Value)
		}
		report.Questions = append(report.Questions, asked)
	}
	p.printJSON(report)
}
