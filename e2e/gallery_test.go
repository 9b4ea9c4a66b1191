//go:build e2e

package e2e

import (
	"archive/zip"
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// picturesOf is a gallery with what its organiser does in it.
type picturesOf struct {
	*installation
	o      *tab
	desk   string   // address of its pictures at the desk
	public string   // address for readers
	ids    []string // of its pictures, as they were sent
}

// gallery has an organiser send pictures, put them in order, say who agreed, describe one
// and publish; has readers look at them by keys, without scripts, and take them along; and
// takes one back.
func (i *installation) gallery(o *tab, look func(b *tab, name string)) {
	i.Helper()
	g := &picturesOf{installation: i, o: o}
	g.begin()
	g.sends()
	look(o, "gallery-desk")
	g.orders()
	g.describes()
	g.publishes()
	reader := i.person(390, 844)
	g.looks(reader, look)
	g.withoutScripts()
	g.takenAlong()
	g.takesBack(reader)
}

func (g *picturesOf) begin() {
	g.o.open("/en/desk/press/new?kind=gallery")
	g.o.fill("language", "pl", "title", "Jeden dzień w obrazach")
	g.o.press("Begin a draft")
	g.desk = "/en/desk/pictures/" + strings.Split(g.o.at(), "/")[4]
}

// photos are four pictures in a folder of the test, and a file that is none.
func (g *picturesOf) photos() (paths []string) {
	g.Helper()
	folder := g.TempDir()
	for n, c := range []color.RGBA{{200, 60, 40, 255}, {40, 120, 60, 255}, {50, 80, 180, 255}, {220, 180, 60, 255}} {
		img := image.NewRGBA(image.Rect(0, 0, 1500, 1000))
		draw.Draw(img, img.Rect, image.NewUniform(c), image.Point{}, draw.Src)
		var b bytes.Buffer
		g.o.must(jpeg.Encode(&b, img, nil))
		paths = append(paths, filepath.Join(folder, fmt.Sprintf("%d.jpg", n+1)))
		g.o.must(os.WriteFile(paths[n], b.Bytes(), 0o600))
	}
	paths = append(paths, filepath.Join(folder, "paper.pdf"))
	g.o.must(os.WriteFile(paths[4], onePage("paper"), 0o600))
	return paths
}

// order is the order in which the desk shows the pictures, by the numbers in which they came.
func (g *picturesOf) order() string {
	g.Helper()
	var numbers []string
	for _, id := range eval[[]string](g.o, `[...document.querySelectorAll('.desk-photos > li')].map(e => e.dataset.id)`) {
		numbers = append(numbers, fmt.Sprint(slices.Index(g.ids, id)+1))
	}
	return strings.Join(numbers, " ")
}

func (g *picturesOf) sends() {
	g.o.open(g.desk)
	g.o.do(chromedp.SetUploadFiles(chromedp.CSS("#f-file"), g.photos()), chromedp.Click(chromedp.CSS("send-many form button.button")))
	g.o.until(`document.querySelectorAll('.desk-photos > li').length === 4 && !document.querySelector('[data-drawing]')`)
	if said := g.o.text(".sent-report [role=status]"); !strings.Contains(said, "4 / 5") {
		g.Errorf("of five files, one of them none, it says %q", said)
	}
	if refused := g.o.text("send-many .refused"); !strings.Contains(refused, "paper.pdf") {
		g.Errorf("refused: %q", refused)
	}
	g.o.mu.Lock()
	g.o.console = nil // the browser reports the refusal itself
	g.o.mu.Unlock()
	g.ids = eval[[]string](g.o, `[...document.querySelectorAll('.desk-photos > li')].map(e => e.dataset.id)`)
}

// orders drags with the mouse, moves by keys and by a button, and finds the order again.
func (g *picturesOf) orders() {
	g.o.do(chromedp.Focus(chromedp.CSS(".desk-photos > li:first-child .drag-handle")), chromedp.KeyEvent(kb.ArrowRight))
	if got := g.order(); got != "2 1 3 4" {
		g.Errorf("an arrow key: %s", got)
	}
	if !eval[bool](g.o, `document.activeElement.matches('.drag-handle')`) {
		g.Error("the keys left the handle")
	}
	if said := g.o.text("drag-order [role=status]"); !strings.Contains(said, "2 / 4") {
		g.Errorf("who does not see is told %q", said)
	}
	g.drag(1, 4)
	if got := g.order(); got != "1 3 4 2" {
		g.Errorf("dragged: %s", got)
	}
	g.o.finger(g.middle(4, ".drag-handle"), g.middle(1, ".photo"))
	if got := g.order(); got != "2 1 3 4" {
		g.Errorf("dragged by a finger: %s", got)
	}
	g.o.finger(g.middle(1, ".drag-handle"), g.middle(4, ".photo"))
	if got := g.order(); got != "1 3 4 2" {
		g.Errorf("dragged back by a finger: %s", got)
	}
	g.o.do(chromedp.Click(chromedp.CSS(".desk-photos > li:nth-child(2) button[name=up]")))
	eval[bool](g.o, fmt.Sprintf(`(async () => { // until the server has it
		for (;;) {
			const page = await (await fetch(%q)).text();
			if (page.match(/data-id="([^"]+)"/)[1] === %q) return true;
		}
	})()`, g.desk, g.ids[2]))
	g.o.open(g.desk)
	if got := g.order(); got != "3 1 4 2" {
		g.Errorf("kept: %s", got)
	}
}

// middle is where a part of an entry lies in the window.
func (g *picturesOf) middle(n int, part string) []float64 {
	g.Helper()
	return eval[[]float64](g.o, fmt.Sprintf(`(e => { const r = e.getBoundingClientRect(); return [r.x + r.width / 2, r.y + r.height / 2]; })(document.querySelector('.desk-photos > li:nth-child(%d) %s'))`, n, part))
}

// finger puts a finger down at the first of some places, draws it to the others and lifts it.
func (b *tab) finger(places ...[]float64) {
	b.t.Helper()
	touch := func(kind input.DispatchTouchEventType, points ...*input.TouchPoint) {
		_, err := chromedp.Call(b, input.DispatchTouchEvent, input.DispatchTouchEventParams{Type: kind, TouchPoints: points})
		b.must(err)
	}
	at := func(p []float64) *input.TouchPoint { return &input.TouchPoint{X: p[0], Y: p[1]} }
	touch(input.DispatchTouchEventTypeTouchStart, at(places[0]))
	for n, to := range places[1:] {
		from := places[n]
		for part := 1.0; part <= 5; part++ { // in steps, as fingers go
			touch(input.DispatchTouchEventTypeTouchMove, at([]float64{from[0] + (to[0]-from[0])*part/5, from[1] + (to[1]-from[1])*part/5}))
		}
	}
	touch(input.DispatchTouchEventTypeTouchEnd)
}

// drag takes a picture by the mouse to the place of another one.
func (g *picturesOf) drag(from, to int) {
	g.Helper()
	eval[bool](g.o, `(document.querySelector('.desk-photos').scrollIntoView({block: 'center', behavior: 'instant'}), true)`)
	a, b := g.middle(from, ".photo"), g.middle(to, ".photo")
	mouse := func(kind input.DispatchMouseEventType, at []float64) {
		_, err := chromedp.Call(g.o, input.DispatchMouseEvent, input.DispatchMouseEventParams{Type: kind, X: at[0], Y: at[1], Button: input.MouseButtonLeft, ClickCount: 1})
		g.o.must(err)
	}
	mouse(input.DispatchMouseEventTypeMousePressed, a)
	mouse(input.DispatchMouseEventTypeMouseMoved, []float64{(a[0] + b[0]) / 2, a[1] + 8})
	mouse(input.DispatchMouseEventTypeMouseMoved, b)
	mouse(input.DispatchMouseEventTypeMouseReleased, b)
}

func (g *picturesOf) describes() {
	eval[bool](g.o, `[...document.querySelectorAll('#many [name=every], #many [name=people][value=agreed]')].forEach(e => e.click()) || true`)
	g.o.fill("consent_by", "Office of the organiser", "consent_on", "20 November 2026", "credit", "City office")
	g.o.press("Save for those ticked")
	g.o.sees("Saved for 4 pictures.")
	eval[bool](g.o, `document.querySelector('.desk-photos > li a').click() || true`)
	g.o.until(`location.pathname.endsWith('/` + g.ids[2] + `') && document.readyState === 'complete'`)
	g.o.fill("caption.pl", "Sala przed otwarciem", "alt.pl", "Puste fotele przed mikrofonem", "caption.en", "The hall before it began")
	g.o.press("Save, and on to the next")
	if !strings.HasSuffix(g.o.at(), "/"+g.ids[0]) {
		g.Errorf("the next is %s", g.o.at())
	}
}

func (g *picturesOf) publishes() {
	item := strings.Replace(g.desk, "/pictures/", "/press/", 1)
	g.o.open(item)
	eval[bool](g.o, `document.querySelector('main [name=download]').click() || true`)
	g.o.press("Save")
	g.o.open(item + "/pl")
	g.o.press("Publish now")
	g.public = eval[string](g.o, `new URL(document.querySelector('.press-state p a').href).pathname`)
}

// looks opens pictures over the page by keys, and comes back to where it was.
func (g *picturesOf) looks(b *tab, look func(b *tab, name string)) {
	_, err := chromedp.Call(b, emulation.SetFocusEmulationEnabled, emulation.SetFocusEmulationEnabledParams{Enabled: true}) // another tab is before it
	b.must(err)
	b.open(g.public)
	look(b, "gallery")
	b.do(chromedp.Focus(chromedp.CSS("a[data-photo]")), chromedp.KeyEvent(kb.Enter))
	b.until(`document.querySelector('.photo-dialog')?.open && document.querySelector('.photo-dialog img')?.alt === 'Puste fotele przed mikrofonem'`)
	if said := b.text(".photo-dialog"); !strings.Contains(said, "Sala przed otwarciem") || !strings.Contains(said, "City office") || !strings.Contains(said, "1 / 4") {
		g.Errorf("over the page stands %q", said)
	}
	look(b, "gallery-over")
	b.do(chromedp.KeyEvent(kb.ArrowRight), chromedp.KeyEvent(kb.ArrowRight))
	b.until(`location.pathname === '` + g.public + `/3' && document.querySelector('.photo-dialog img').src.includes('` + g.ids[3] + `')`)
	b.finger([]float64{60, 300}, []float64{330, 310}) // back, and not out of the gallery
	b.until(`document.querySelector('.photo-dialog').open && location.pathname === '` + g.public + `/2'`)
	b.finger([]float64{330, 300}, []float64{60, 290})
	b.until(`document.querySelector('.photo-dialog').open && location.pathname === '` + g.public + `/3'`)
	b.do(chromedp.KeyEvent(kb.Escape))
	b.until(`location.pathname === '` + g.public + `' && !document.querySelector('.photo-dialog').open`)
	if n := eval[int](b, `[...document.querySelectorAll('a[data-photo]')].indexOf(document.activeElement)`); n != 2 {
		g.Errorf("the keys come back to picture %d, want the third", n+1)
	}
	b.do(chromedp.KeyEvent(kb.Enter))
	b.until(`document.querySelector('.photo-dialog').open`)
	eval[bool](b, `history.back() || true`)
	b.until(`!document.querySelector('.photo-dialog').open && location.pathname === '` + g.public + `'`)
	b.quiet()
}

func (g *picturesOf) withoutScripts() {
	b := g.person(1280, 900)
	_, err := chromedp.Call(b, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
	b.must(err)
	next := chromedp.CSS(fmt.Sprintf(`a[rel=next][href="%s/2"]`, g.public))
	b.do(
		chromedp.Navigate(g.address+g.public), chromedp.Click(chromedp.CSS("a[data-photo]")),
		chromedp.WaitReady(next), chromedp.Click(next), chromedp.WaitReady(chromedp.CSS(fmt.Sprintf(`a[rel=prev][href="%s/1"]`, g.public))),
	)
	b.quiet()
}

func (g *picturesOf) takenAlong() {
	answer, body := fetch(g.T, g.address+g.public+"/all.zip")
	z, err := zip.NewReader(strings.NewReader(body), int64(len(body)))
	if err != nil || len(z.File) != 4 || answer.Header.Get("Content-Type") != "application/zip" {
		g.Errorf("all in one: %s, %v", answer.Status, err)
	}
}

// takesBack has the organiser take a picture back: it is gone at every address at once, also
// for whoever kept it and asks.
func (g *picturesOf) takesBack(reader *tab) {
	photo := g.address + "/photos/" + g.ids[2]
	var marks []string
	sizes := []string{"/320.jpg", "/640.webp", "/1280.jpg"}
	for _, size := range sizes {
		answer, _ := fetch(g.T, photo+size)
		if cache := answer.Header.Get("Cache-Control"); answer.StatusCode != http.StatusOK || cache != "public, no-cache" {
			g.Errorf("%s: %s, %q", size, answer.Status, cache)
		}
		marks = append(marks, answer.Header.Get("ETag"))
	}
	g.o.open(g.desk)
	eval[bool](g.o, `document.querySelector('.desk-photos > li:first-child [name=picture]').click() || true`)
	eval[bool](g.o, `(document.querySelector('#many details').open = true)`)
	before := eval[float64](g.o, `performance.timeOrigin`)
	eval[bool](g.o, `document.querySelector('#many button[value=withdraw]').click() || true`)
	g.o.until(fmt.Sprintf(`performance.timeOrigin !== %f && document.readyState === 'complete'`, before))
	for n, size := range sizes {
		if answer, _ := fetch(g.T, photo+size, "If-None-Match: "+marks[n]); answer.StatusCode != http.StatusNotFound {
			g.Errorf("%s after it was taken back: %s", size, answer.Status)
		}
	}
	reader.open(g.public)
	if shown := eval[int](reader, `document.querySelectorAll('a[data-photo]').length`); shown != 3 {
		g.Errorf("%d pictures are shown", shown)
	}
	g.o.press("Undo")
	if answer, _ := fetch(g.T, photo+sizes[0]); answer.StatusCode != http.StatusOK {
		g.Errorf("after it was brought back: %s", answer.Status)
	}
}
