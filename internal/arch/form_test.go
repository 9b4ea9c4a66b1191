package arch

import (
	"go/ast"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// Limits of size. A reader keeps about a screen in mind; a flat table may be
// longer, a flow may not.
const (
	fileCeiling     = 800
	functionCeiling = 100
	packageComment  = 3 // lines at least: the idea, not just the name
)

func TestFilesAndFunctionsStayReadable(t *testing.T) {
	for _, s := range tree(t) {
		if s.lines > fileCeiling {
			t.Errorf("%s has %d lines, at most %d", s.path, s.lines, fileCeiling)
		}
		for _, d := range s.file.Decls {
			f, ok := d.(*ast.FuncDecl)
			if !ok || f.Body == nil || s.isTest() {
				continue
			}
			if n := files.Position(f.End()).Line - files.Position(f.Pos()).Line + 1; n > functionCeiling {
				t.Errorf("%s: %s has %d lines, at most %d", s.path, f.Name.Name, n, functionCeiling)
			}
		}
	}
}

func TestEveryPackageSaysWhatItIsFor(t *testing.T) {
	told := map[string]int{}
	for _, s := range tree(t) {
		if s.isTest() {
			continue
		}
		n := 0
		if s.file.Doc != nil {
			n = strings.Count(s.file.Doc.Text(), "\n")
		}
		told[s.folder()] = max(told[s.folder()], n)
	}
	for folder, lines := range told {
		if lines < packageComment {
			t.Errorf("%s: its package comment has %d lines, at least %d", folder, lines, packageComment)
		}
	}
}

func TestExportedNamesAreDocumented(t *testing.T) {
	for _, s := range tree(t) {
		if s.isTest() {
			continue
		}
		for _, d := range s.file.Decls {
			for _, name := range undocumented(d) {
				t.Errorf("%s: %s has no comment", s.path, name)
			}
		}
	}
}

// undocumented returns the exported names that a declaration leaves without a
// word. A comment on a group of constants or variables speaks for its members.
func undocumented(d ast.Decl) (names []string) {
	switch d := d.(type) {
	case *ast.FuncDecl:
		if d.Name.IsExported() && d.Doc == nil && exportedReceiver(d) {
			names = append(names, d.Name.Name)
		}
	case *ast.GenDecl:
		for _, spec := range d.Specs {
			switch spec := spec.(type) {
			case *ast.TypeSpec:
				if spec.Name.IsExported() && d.Doc == nil && spec.Doc == nil {
					names = append(names, spec.Name.Name)
				}
			case *ast.ValueSpec:
				if spec.Names[0].IsExported() && d.Doc == nil && spec.Doc == nil && spec.Comment == nil {
					names = append(names, spec.Names[0].Name)
				}
			}
		}
	}
	return names
}

// exportedReceiver is true for functions and for methods of exported types: a
// method of a private type is seen through its interface, which is documented.
func exportedReceiver(f *ast.FuncDecl) bool {
	if f.Recv == nil {
		return true
	}
	typ := f.Recv.List[0].Type
	if star, ok := typ.(*ast.StarExpr); ok {
		typ = star.X
	}
	if generic, ok := typ.(*ast.IndexExpr); ok {
		typ = generic.X
	}
	name, ok := typ.(*ast.Ident)
	return ok && name.IsExported()
}

func TestNothingIsReplacedOrInitialised(t *testing.T) {
	mod, err := os.ReadFile(filepath.Join("..", "..", "go.mod"))
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(mod), "\nreplace") {
		t.Error("go.mod has a replace directive")
	}
	for _, s := range tree(t) {
		for _, d := range s.file.Decls {
			if f, ok := d.(*ast.FuncDecl); ok && f.Recv == nil && f.Name.Name == "init" {
				t.Errorf("%s has an init function", s.path)
			}
		}
	}
}

// letters finds words between tags that no template action produced.
var letters = regexp.MustCompile(`\p{L}{2,}`)

// Text for people comes from the catalogue, so a template holds none.
func TestTemplatesHoldNoText(t *testing.T) {
	paths, err := filepath.Glob(filepath.Join("..", "web", "templates", "*.html"))
	if err != nil || len(paths) == 0 {
		t.Fatalf("no templates found: %v", err)
	}
	actions := regexp.MustCompile(`(?s)\{\{.*?\}\}`)
	tags := regexp.MustCompile(`(?s)<[^>]*>`)
	spoken := regexp.MustCompile(`(?:alt|title|placeholder|aria-label)="([^"]*)"`)
	for _, path := range paths {
		raw, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		html := actions.ReplaceAllString(string(raw), "")
		for _, m := range spoken.FindAllStringSubmatch(html, -1) {
			if letters.MatchString(m[1]) {
				t.Errorf("%s: attribute text %q", filepath.Base(path), m[1])
			}
		}
		for _, word := range letters.FindAllString(tags.ReplaceAllString(html, ""), -1) {
			if word != "Twintown" && word != "doctype" {
				t.Errorf("%s: text %q", filepath.Base(path), word)
			}
		}
	}
}

// A test that sleeps depends on how quick the machine is.
func TestTestsDoNotSleep(t *testing.T) {
	for _, s := range tree(t) {
		if !s.isTest() {
			continue
		}
		ast.Inspect(s.file, func(n ast.Node) bool {
			if sel, ok := n.(*ast.SelectorExpr); ok && sel.Sel.Name == "Sleep" {
				if pkg, ok := sel.X.(*ast.Ident); ok && pkg.Name == "time" {
					t.Errorf("%s sleeps", s.path)
				}
			}
			return true
		})
	}
}
