//go:build e2e

package e2e

import (
	"context"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// tab is one tab of the browser and what went wrong in it.
type tab struct {
	context.Context
	t        *testing.T
	site     string // the address of the program that it visits
	mu       sync.Mutex
	console  []string // errors and warnings
	outgoing []string // requests to other sites
	asked    bool     // the browser asked whether to leave the page
	stays    bool     // and the person does not
}

var browser struct {
	once sync.Once
	ctx  context.Context
}

// launch starts the browser once for all tests.
func launch(t *testing.T) context.Context {
	t.Helper()
	browser.once.Do(func() {
		opts := append(chromedp.DefaultExecAllocatorOptions[:],
			chromedp.ExecPath(os.Getenv("TWINTOWN_BROWSER")), chromedp.NoSandbox, chromedp.DisableGPU,
			chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true),
			chromedp.Flag("hide-scrollbars", true),
			chromedp.Flag("disable-back-forward-cache", true)) // nobody goes back, and each page would begin a process of its own
		alloc, _ := chromedp.NewExecAllocator(context.Background(), opts...)
		browser.ctx, _ = chromedp.NewContext(alloc)
		if err := chromedp.Do(browser.ctx); err != nil {
			t.Fatal("the browser does not start: ", err)
		}
	})
	return browser.ctx
}

// openTab opens a tab of the given size and theme ("light", "dark").
func openTab(t *testing.T, width, height int64, theme string) *tab {
	t.Helper()
	return openTabAt(t, site, time.Minute, width, height, theme)
}

// openTabAt opens a tab for another program, with cookies of its own.
func openTabAt(t *testing.T, site string, limit time.Duration, width, height int64, theme string) *tab {
	t.Helper()
	return openTabIn(t, launch(t), site, limit, width, height, theme)
}

// openTabIn opens it in another browser.
func openTabIn(t *testing.T, in context.Context, site string, limit time.Duration, width, height int64, theme string) *tab {
	t.Helper()
	ctx, closeTab := chromedp.NewContext(in, chromedp.WithNewBrowserContext())
	if err := chromedp.Do(ctx); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(ctx, limit)
	t.Cleanup(func() { cancel(); closeTab() })
	b := &tab{Context: ctx, t: t, site: site}
	b.must(chromedp.Listen(ctx, b.listen))
	_, err := chromedp.Call(ctx, network.Enable, network.EnableParams{})
	b.must(err)
	_, err = chromedp.Call(ctx, emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{
		Width: width, Height: height, DeviceScaleFactor: 1, Mobile: width < 600,
	})
	b.must(err)
	_, err = chromedp.Call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{
			{Name: "prefers-color-scheme", Value: theme}, {Name: "prefers-reduced-motion", Value: "reduce"},
		},
	})
	b.must(err)
	return b
}

func (b *tab) must(err error) {
	b.t.Helper()
	if err != nil {
		b.t.Fatal(err)
	}
}

func (b *tab) listen(event any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch e := event.(type) {
	case *page.EventJavascriptDialogOpening:
		b.asked = true
		answer := page.HandleJavaScriptDialogParams{Accept: !b.stays}
		go chromedp.Call(b, page.HandleJavaScriptDialog, answer)
	case *runtime.EventExceptionThrown:
		b.console = append(b.console, e.ExceptionDetails.Text)
	case *runtime.EventConsoleAPICalled:
		if e.Type == runtime.ConsoleAPICalledTypeError || e.Type == runtime.ConsoleAPICalledTypeWarning {
			var words []string
			for _, a := range e.Args {
				words = append(words, string(a.Value))
			}
			b.console = append(b.console, strings.Join(words, " "))
		}
	case *log.EventEntryAdded:
		if e.Entry.Level == log.EntryLevelError {
			b.console = append(b.console, e.Entry.Text+" "+e.Entry.URL)
		}
	case *network.EventRequestWillBeSent:
		if u := e.Request.URL; !strings.HasPrefix(u, b.site) && !strings.HasPrefix(u, "data:") && !strings.HasPrefix(u, "about:") {
			b.outgoing = append(b.outgoing, u)
		}
	}
}

// do runs actions and ends the test when one fails.
func (b *tab) do(actions ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	b.must(chromedp.Do(b, actions...))
}

// open goes to a path of the site and waits until its scripts and fonts are there.
func (b *tab) open(path string) {
	b.t.Helper()
	b.do(chromedp.Navigate(b.site+path), chromedp.WaitReady(chromedp.CSS("main")))
	eval[bool](b, `document.fonts.ready.then(() => true)`)
}

// leave lets the next page come without being asked whether to leave this one, as a form in
// which something was typed asks. An empty page between the two would do the same, and begin a
// process of its own.
func (b *tab) leave() {
	b.t.Helper()
	eval[bool](b, `document.querySelectorAll('save-guard').forEach(e => e.remove()), true`)
}

// eval runs a script that may return a promise.
func eval[T any](b *tab, script string) T {
	b.t.Helper()
	v, err := chromedp.Run(b, chromedp.Evaluate[T](script, chromedp.EvalAwaitPromise))
	b.must(err)
	return v
}

// until waits for a condition, across navigations: while one page goes and the next
// comes, a script fails, and is asked again on the next frame.
func (b *tab) until(condition string) {
	b.t.Helper()
	for {
		holds, err := chromedp.Run(b, chromedp.Evaluate[bool](condition))
		if err == nil && holds {
			return
		}
		if b.Err() != nil {
			b.t.Fatalf("never true: %s (%v)", condition, err)
		}
		chromedp.Run(b, chromedp.Evaluate[bool](`new Promise(done => requestAnimationFrame(() => done(true)))`, chromedp.EvalAwaitPromise))
	}
}

// text is what a person reads in the first element that the selector finds.
func (b *tab) text(selector string) string {
	b.t.Helper()
	v, err := chromedp.Run(b, chromedp.Text(chromedp.CSS(selector)))
	b.must(err)
	return strings.TrimSpace(v)
}

// quiet fails the test where the page complained or called another site.
func (b *tab) quiet() {
	b.t.Helper()
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, line := range b.console {
		b.t.Errorf("console: %s", line)
	}
	for _, u := range b.outgoing {
		b.t.Errorf("a request left the site: %s", u)
	}
}
