package lang

import (
	"go/ast"
	goparser "go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// use is a place where code or a template names a message by its whole key.
type use struct {
	file, key string
	given     []string // the placeholders it gives values for
	open      bool     // it may give more, by args...
}

// sources calls visit with each Go file and template of the repository, tests aside.
func sources(t *testing.T, visit func(name, text string)) {
	t.Helper()
	root := os.DirFS(filepath.Join("..", "..", ".."))
	err := fs.WalkDir(root, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (strings.HasPrefix(d.Name(), ".") && name != "." || slices.Contains([]string{"node_modules", "testdata"}, d.Name())) {
			return fs.SkipDir
		}
		ext := filepath.Ext(name)
		if d.IsDir() || strings.HasSuffix(name, "_test.go") || ext != ".go" && ext != ".html" {
			return nil
		}
		b, err := fs.ReadFile(root, name)
		visit(name, string(b))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// uses finds every use of a message in the repository.
func uses(t *testing.T) []use {
	t.Helper()
	var out []use
	sources(t, func(name, text string) {
		if filepath.Ext(name) == ".html" {
			out = append(out, usesInTemplate(name, text)...)
		} else {
			out = append(out, usesInGo(t, name, text)...)
		}
	})
	if len(out) < 50 {
		t.Fatalf("only %d uses: the test looks in the wrong place", len(out))
	}
	return out
}

var (
	templateCall = regexp.MustCompile(`\bt "([a-z0-9_.]+)"([^{}]*)`)
	quotedName   = regexp.MustCompile(`"([a-z_]+)"`)
)

// usesInTemplate finds t "key" "name" value …; every quoted word after the key may be
// a placeholder's name.
func usesInTemplate(file, text string) []use {
	var out []use
	for _, m := range templateCall.FindAllStringSubmatch(text, -1) {
		u := use{file: file, key: m[1]}
		for _, name := range quotedName.FindAllStringSubmatch(m[2], -1) {
			u.given = append(u.given, name[1])
		}
		out = append(out, u)
	}
	return out
}

// usesInGo finds Msg("key", "name", value, …) and T("key", …).
func usesInGo(t *testing.T, file, text string) []use {
	t.Helper()
	tree, err := goparser.ParseFile(token.NewFileSet(), file, text, goparser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	var out []use
	ast.Inspect(tree, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok || len(call.Args) == 0 || !slices.Contains([]string{"Msg", "T"}, called(call.Fun)) {
			return true
		}
		key := literal(call.Args[0])
		if !strings.Contains(key, ".") {
			return true
		}
		u := use{file: file, key: key, open: call.Ellipsis.IsValid()}
		for i := 1; i < len(call.Args); i += 2 {
			u.given = append(u.given, literal(call.Args[i]))
		}
		out = append(out, u)
		return true
	})
	return out
}

func called(fun ast.Expr) string {
	switch f := fun.(type) {
	case *ast.Ident:
		return f.Name
	case *ast.SelectorExpr:
		return f.Sel.Name
	}
	return ""
}

func literal(e ast.Expr) string {
	if l, ok := e.(*ast.BasicLit); ok && l.Kind == token.STRING {
		text, _ := strconv.Unquote(l.Value)
		return text
	}
	return ""
}

// A key that code names and no file has would stand on the page as ⟦key⟧, and so
// would a placeholder that gets no value.
func TestNamedMessagesCanBePrinted(t *testing.T) {
	english := catalog(t).Printer("en")
	for _, u := range uses(t) {
		body, ok := english.messages[u.key]
		if !ok {
			t.Errorf("%s names the message %s, which is not there", u.file, u.key)
			continue
		}
		for name := range strings.FieldsSeq(placeholders(body)) {
			if !u.open && !slices.Contains(u.given, name) {
				t.Errorf("%s names the message %s without its {%s}", u.file, u.key, name)
			}
		}
	}
}

// mayNameKey finds any string that may be a key, or begin one that is completed at run
// time: "status.".
var mayNameKey = regexp.MustCompile(`["\x60]([a-z][a-z0-9_]*\.[a-z0-9_.]*)["\x60]`)

// A message that nothing names is work for eight translators in vain.
func TestEveryMessageIsNamed(t *testing.T) {
	whole, begun := map[string]bool{}, map[string]bool{"date.": true}
	sources(t, func(_, text string) {
		for _, m := range mayNameKey.FindAllStringSubmatch(text, -1) {
			if strings.HasSuffix(m[1], ".") {
				begun[m[1]] = true
			} else {
				whole[m[1]] = true
			}
		}
	})
	for key := range catalog(t).Printer("en").messages {
		found := whole[key]
		for i, r := range key {
			found = found || r == '.' && (begun[key[:i+1]] || whole[key[:i]])
		}
		if !found {
			t.Errorf("nothing names the message %s", key)
		}
	}
}
