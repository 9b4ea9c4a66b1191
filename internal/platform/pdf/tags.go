package pdf

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"
)

// Tag is what a part of a document is, in the standard structure types of ISO 32000.
type Tag string

// The tags.
const (
	Title     Tag = "H1"
	Heading   Tag = "H2"
	Subhead   Tag = "H3"
	Passage   Tag = "P"
	List      Tag = "L"
	Item      Tag = "LI"
	Bullet    Tag = "Lbl"
	ItemBody  Tag = "LBody"
	Table     Tag = "Table"
	Row       Tag = "TR"
	HeadCell  Tag = "TH"
	Cell      Tag = "TD"
	Figure    Tag = "Figure"
	wholeFile Tag = "Document"
)

// Part is a part of a tagged document, with what it says to those who have it read to them.
type Part struct {
	tag           Tag
	language, alt string
	kids          []kid
	number        int // of its object in the file
}

// kid is a part, or a piece of what is drawn: the mark on its page.
type kid struct {
	part       *Part
	page, mark int
}

// Add adds a part at the end of another and returns it.
func (p *Part) Add(t Tag) *Part {
	if p == nil {
		return nil
	}
	part := &Part{tag: t}
	p.kids = append(p.kids, kid{part: part})
	return part
}

// In says in which language a part is, where that is another than the document's.
func (p *Part) In(language string) *Part {
	if p != nil {
		p.language = language
	}
	return p
}

// Means says what a figure shows, or what a table holds, for those who do not see it.
func (p *Part) Means(text string) *Part {
	if p != nil {
		p.alt = text
	}
	return p
}

// Tree makes the document a tagged one, and returns its root. It is called before the first
// page. What is drawn outside of [Doc.Say] counts as decoration from then on and is not read:
// lines, numbers of pages, heads that are repeated.
func (d *Doc) Tree() *Part {
	if d.tree == nil {
		d.tree, d.marks = &Part{tag: wholeFile}, map[int][]*Part{}
	}
	return d.tree
}

// Tagged says whether the document has a tree.
func (d *Doc) Tagged() bool { return d.tree != nil }

// Say draws what is the content of a part, on whatever pages. A nil part draws decoration.
func (d *Doc) Say(p *Part, draw func()) {
	before := d.part
	d.part = p
	draw()
	d.part = before
}

// content draws something within the marks of the present part.
func (d *Doc) content(draw func()) {
	switch page := d.file.PageNo(); {
	case d.tree == nil:
		draw()
		return
	case d.part == nil || d.decorating:
		d.file.RawWriteStr("/Artifact BMC")
	default:
		mark := len(d.marks[page])
		d.marks[page] = append(d.marks[page], d.part)
		d.part.kids = append(d.part.kids, kid{page: page, mark: mark})
		d.file.RawWriteStr(fmt.Sprintf("/%s <</MCID %d>> BDC", d.part.tag, mark))
	}
	draw()
	d.file.RawWriteStr("EMC")
}

// decoration draws what is never read: lines and boxes.
func (d *Doc) decoration(draw func()) {
	before := d.decorating
	d.decorating = true
	d.content(draw)
	d.decorating = before
}

// The library writes no structure. It writes plain files of one revision, though, whose page n
// is object 2n+1 and whose last object is the catalogue: the tree is added as a second
// revision, in which the pages and the catalogue say where it is.
var (
	trailer = regexp.MustCompile(`trailer\n<<\n/Size (\d+)\n/Root (\d+) 0 R\n/Info (\d+) 0 R\n>>\nstartxref\n(\d+)\n%%EOF\n$`)
	entry   = len("0000000000 00000 n \n")
)

// revision is what is added to a file.
type revision struct {
	bytes.Buffer
	at map[int]int // where each object begins
}

func (r *revision) object(n int, text string) {
	r.at[n] = r.Len()
	fmt.Fprintf(r, "%d 0 obj\n%s\nendobj\n", n, text)
}

// withTree adds the tree to the file.
func (d *Doc) withTree(file []byte) ([]byte, error) {
	m := trailer.FindSubmatch(file)
	if m == nil {
		return nil, fmt.Errorf("tag a PDF: a trailer that is not known")
	}
	size, root, info, table := atoi(m[1]), atoi(m[2]), atoi(m[3]), atoi(m[4])
	r := &revision{at: map[int]int{}}
	r.Write(file)
	structure, parents := size, size+1
	next := d.tree.count(size + 2)
	for page := 1; page <= d.pages; page++ {
		if err := r.replace(file, table, pageObject(page), "<</Type /Page\n", fmt.Sprintf("<</Type /Page\n/StructParents %d\n/Tabs /S\n", page-1)); err != nil {
			return nil, err
		}
	}
	if err := r.replace(file, table, root, "/Type /Catalog\n", fmt.Sprintf("/Type /Catalog\n/Version /1.7\n/MarkInfo <</Marked true>>\n/ViewerPreferences <</DisplayDocTitle true>>\n/StructTreeRoot %d 0 R\n", structure)); err != nil {
		return nil, err
	}
	r.object(structure, fmt.Sprintf("<</Type /StructTreeRoot /K [%d 0 R] /ParentTree %d 0 R /ParentTreeNextKey %d>>", d.tree.number, parents, d.pages))
	r.object(parents, d.parentTree())
	d.tree.write(r, structure)
	r.end(next, root, info, table)
	return r.Bytes(), nil
}

func atoi(text []byte) int {
	n, _ := strconv.Atoi(string(text)) // digits, by the expression
	return n
}

// pageObject is the number of a page's object.
func pageObject(page int) int { return 1 + 2*page }

// replace writes an object of the file anew with some of its text changed.
func (r *revision) replace(file []byte, table, object int, from, to string) error {
	line := table + len("xref\n") + bytes.IndexByte(file[table+len("xref\n"):], '\n') + 1 + object*entry
	if line+entry > len(file) {
		return fmt.Errorf("tag a PDF: no object %d", object)
	}
	at := atoi(file[line : line+10])
	head := fmt.Sprintf("%d 0 obj\n", object)
	end := bytes.Index(file[min(at, len(file)):], []byte("\nendobj"))
	if end < 0 || !bytes.HasPrefix(file[at:], []byte(head)) || !bytes.Contains(file[at:at+end], []byte(from)) {
		return fmt.Errorf("tag a PDF: object %d is not what it was", object)
	}
	r.object(object, strings.Replace(string(file[at+len(head):at+end]), from, to, 1))
	return nil
}

// count gives each part the number of its object and returns the first that is free.
func (p *Part) count(next int) int {
	p.number = next
	next++
	for _, k := range p.kids {
		if k.part != nil {
			next = k.part.count(next)
		}
	}
	return next
}

// write writes a part and what it has.
func (p *Part) write(r *revision, parent int) {
	var b strings.Builder
	fmt.Fprintf(&b, "<</Type /StructElem /S /%s /P %d 0 R", p.tag, parent)
	if p.language != "" {
		b.WriteString(" /Lang " + textString(p.language))
	}
	switch {
	case p.tag == HeadCell:
		b.WriteString(" /A <</O /Table /Scope /Column>>")
	case p.tag == Table && p.alt != "":
		b.WriteString(" /A <</O /Table /Summary " + textString(p.alt) + ">>")
	case p.alt != "":
		b.WriteString(" /Alt " + textString(p.alt))
	}
	b.WriteString(" /K [")
	for _, k := range p.kids {
		if k.part != nil {
			fmt.Fprintf(&b, "%d 0 R ", k.part.number)
		} else {
			fmt.Fprintf(&b, "<</Type /MCR /Pg %d 0 R /MCID %d>> ", pageObject(k.page), k.mark)
		}
	}
	b.WriteString("]>>")
	r.object(p.number, b.String())
	for _, k := range p.kids {
		if k.part != nil {
			k.part.write(r, p.number)
		}
	}
}

// parentTree leads from the marks of each page to their parts.
func (d *Doc) parentTree() string {
	var b strings.Builder
	b.WriteString("<</Nums [")
	for page := 1; page <= d.pages; page++ {
		fmt.Fprintf(&b, "%d [", page-1)
		for _, p := range d.marks[page] {
			fmt.Fprintf(&b, "%d 0 R ", p.number)
		}
		b.WriteString("] ")
	}
	b.WriteString("]>>")
	return b.String()
}

// end writes where the objects of the revision are.
func (r *revision) end(size, root, info, before int) {
	at := r.Len()
	var numbers []int
	for n := range r.at {
		numbers = append(numbers, n)
	}
	slices.Sort(numbers)
	r.WriteString("xref\n")
	for from := 0; from < len(numbers); {
		to := from + 1
		for to < len(numbers) && numbers[to] == numbers[to-1]+1 {
			to++
		}
		fmt.Fprintf(r, "%d %d\n", numbers[from], to-from)
		for _, n := range numbers[from:to] {
			fmt.Fprintf(r, "%010d 00000 n \n", r.at[n])
		}
		from = to
	}
	fmt.Fprintf(r, "trailer\n<<\n/Size %d\n/Root %d 0 R\n/Info %d 0 R\n/Prev %d\n>>\nstartxref\n%d\n%%%%EOF\n", size, root, info, before, at)
}

// textString is a text as a file has it, in UTF-16.
func textString(text string) string {
	var b strings.Builder
	b.WriteString("<FEFF")
	for _, u := range utf16.Encode([]rune(text)) {
		fmt.Fprintf(&b, "%04X", u)
	}
	return b.String() + ">"
}
