package moving

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"twintown/internal/exchange/sheet"
	"twintown/internal/partnership"
	"twintown/internal/platform/lang"
)

// A template in any language and format is understood as it was meant: each column, and
// that its examples are none of the office's partners.
func TestTemplates(t *testing.T) {
	for _, code := range catalog().Languages() {
		for _, format := range []sheet.Format{sheet.XLSX, sheet.CSV} {
			p := catalog().Printer(code)
			var file bytes.Buffer
			if err := WriteTemplate(&file, format, p); err != nil {
				t.Fatal(err)
			}
			plan := Make(readTable(t, TemplateName(format, p), file.Bytes()), nobody(), Options{Lexicon: words(), Own: town(t, "Giżycko"), Today: today, Language: code})
			var roles []Role
			for _, c := range plan.Columns {
				roles = append(roles, c.Role)
			}
			if !slices.Equal(roles, templateRoles) {
				t.Errorf("%s %s: columns %q, want %q", code, format, roles, templateRoles)
			}
			if c := plan.Count(); c.Rows != 0 || c.LeftOut != 2 || len(plan.Questions) != 0 {
				t.Errorf("%s %s: %+v, %+v", code, format, c, plan.Questions)
			}
			for _, r := range plan.Rows {
				if r.Reason.Key != "moving.left.example" {
					t.Errorf("%s %s: line %d is %s", code, format, r.Line, r.Reason.Key)
				}
			}
		}
	}
}

// What the examples show can be written like that: without the word before them they fit,
// and nothing of them is asked.
func TestExamplesOfTemplatesFit(t *testing.T) {
	for _, code := range catalog().Languages() {
		p := catalog().Printer(code)
		var file bytes.Buffer
		if err := WriteTemplate(&file, sheet.CSV, p); err != nil {
			t.Fatal(err)
		}
		text := strings.ReplaceAll(file.String(), p.T(exampleKey)+": ", "")
		plan := Make(readTable(t, "lista.csv", []byte(text)), nobody(), Options{Lexicon: words(), Own: town(t, "Giżycko"), Today: today, Language: code})
		if c := plan.Count(); c.Fit != 2 || c.Rows != 2 {
			for _, r := range plan.Rows {
				t.Logf("%s: %s %s", code, r.Outcome, p.Message(r.Reason))
			}
			t.Errorf("%s: %+v, %+v", code, c, plan.Questions)
			continue
		}
		first, second := plan.Rows[0].Links[0].Want, plan.Rows[1].Links[0].Want
		if first.Kind != partnership.KindPartnership || !slices.Equal(first.Topics, []string{"culture", "youth"}) || first.Acts[0].InForceTo.Calendar() != (lang.Date{Year: 2028, Month: 5, Day: 15}) {
			t.Errorf("%s: %+v", code, first)
		}
		if second.Acts[0].Date.String() != "1998~" || second.Acts[1].Type != partnership.ActSuspension {
			t.Errorf("%s: %+v", code, second.Acts)
		}
		if len(plan.Rows[0].Notes) != 0 {
			t.Errorf("%s: %s", code, p.Message(plan.Rows[0].Notes[0]))
		}
	}
}

func TestATemplateHasHints(t *testing.T) {
	p := catalog().Printer("pl")
	var file bytes.Buffer
	if err := WriteTemplate(&file, sheet.XLSX, p); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(&file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if got := f.GetSheetList(); !slices.Equal(got, []string{"Partnerzy", "Wskazówki"}) {
		t.Fatalf("sheets %q", got)
	}
	rows, err := f.GetRows("Wskazówki")
	if err != nil || len(rows) != len(templateRoles)+2 || rows[1][0] != "Miasto partnerskie" {
		t.Errorf("%q, %v", rows, err)
	}
}
