//go:build e2e

package e2e

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/webauthn"
	"github.com/chromedp/chromedp"

	"twintown/internal/platform/mail/mailtest"
)

// installation is a program of its own on an empty folder, with a mail server beside it.
type installation struct {
	*testing.T
	*program
	folder string
	dsn    string // of its database; "": SQLite in the folder
	mail   *mailtest.Sink
}

// filled is a folder with the starter content in it, made once: taking it in is most of a first
// start, and the start of the shared site takes it in before everybody's eyes.
var filled = sync.OnceValues(func() (string, error) {
	folder := filepath.Join(filepath.Dir(binary), "filled")
	out, err := exec.Command(binary, "lookup", "--data", folder, "Sokółka").CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("%w: %s", err, out)
	}
	return folder, nil
})

// install starts a new installation and ends it with the test. One that is told nothing of a
// demonstration or a server of its own begins with the starter content.
func install(t *testing.T, args ...string) *installation {
	t.Helper()
	i := &installation{T: t, folder: t.TempDir(), mail: mailtest.Start(t)}
	if len(args) == 0 {
		folder, err := filled()
		if err == nil {
			err = os.CopyFS(i.folder, os.DirFS(folder))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if at := slices.Index(args, "--dsn"); at >= 0 {
		i.dsn = args[at+1]
	}
	args = append([]string{"--smtp", "smtp://" + i.mail.SMTP, "--mail-from", "office@example.org"}, args...)
	p, err := start(i.folder, args...)
	if err != nil {
		t.Fatal(err)
	}
	i.program = p
	t.Cleanup(func() {
		if err := p.stop(); err != nil {
			t.Error("the program did not stop cleanly: ", err)
		}
	})
	return i
}

// storyLimit bounds what one person does in a story; it only ends what hangs.
const storyLimit = 5 * time.Minute

// person is somebody with a browser of her own.
func (i *installation) person(width, height int64) *tab {
	i.Helper()
	return openTabAt(i.T, i.address, storyLimit, width, height, "light")
}

// letter waits for a mail to an address whose subject or text has the words, and returns
// the first link in it that begins with the site's address.
func (i *installation) letter(to, words string) (link string) {
	i.Helper()
	links := regexp.MustCompile(regexp.QuoteMeta(i.address) + `[^\s"<>]+`)
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for deadline := time.Now().Add(time.Minute); time.Now().Before(deadline); <-tick.C {
		for _, m := range i.mail.Messages() {
			if len(m.To) != 1 || m.To[0].Address != to {
				continue
			}
			if text := i.mail.Text(m.ID); strings.Contains(m.Subject+text, words) {
				return links.FindString(text)
			}
		}
	}
	i.Fatalf("no mail to %s with %q; there are %+v", to, words, i.mail.Messages())
	return ""
}

// withPasskey gives the browser a device that makes and keeps passkeys.
func (b *tab) withPasskey() {
	b.t.Helper()
	_, err := chromedp.Call(b, webauthn.Enable, webauthn.EnableParams{})
	b.must(err)
	_, err = chromedp.Call(b, webauthn.AddVirtualAuthenticator, webauthn.AddVirtualAuthenticatorParams{Options: &webauthn.VirtualAuthenticatorOptions{
		Protocol: webauthn.AuthenticatorProtocolCtap2, Transport: webauthn.AuthenticatorTransportInternal,
		HasResidentKey: true, HasUserVerification: true, IsUserVerified: true, AutomaticPresenceSimulation: true,
	}})
	b.must(err)
}

// fill puts values into the fields with these names, as a person types them.
func (b *tab) fill(values ...string) {
	b.t.Helper()
	for i := 0; i+1 < len(values); i += 2 {
		sel := chromedp.CSS(fmt.Sprintf(`main [name=%q]`, values[i]))
		switch eval[string](b, fmt.Sprintf(`document.querySelector('main [name=%q]')?.tagName ?? 'none'`, values[i])) {
		case "SELECT", "TEXTAREA": // an empty text area has nothing that could be cleared
			b.do(chromedp.SetValue(sel, values[i+1]))
			continue
		}
		b.do(chromedp.Clear(sel), chromedp.SendKeys(sel, values[i+1]))
	}
}

// press clicks the button or link of the main part with this text and waits for the page
// that follows.
func (b *tab) press(text string) {
	b.t.Helper()
	before := eval[float64](b, `performance.timeOrigin`)
	found := eval[bool](b, fmt.Sprintf(`(() => {
		const e = [...document.querySelectorAll('main button, main a, main summary')].find(e => e.textContent.trim() === %q && e.offsetParent !== null);
		e?.click();
		return !!e;
	})()`, text))
	if !found {
		b.t.Fatalf("%s: nothing to press is called %q; there are %q", b.at(), text,
			eval[[]string](b, `[...document.querySelectorAll('main button, main a')].map(e => e.textContent.trim())`))
	}
	b.until(fmt.Sprintf(`performance.timeOrigin !== %f && document.readyState === 'complete'`, before))
}

// at is the path of the page.
func (b *tab) at() string {
	b.t.Helper()
	return eval[string](b, `location.pathname + location.search`)
}

// sees fails the test where the main part lacks one of the texts.
func (b *tab) sees(texts ...string) {
	b.t.Helper()
	page := b.text("main")
	for _, want := range texts {
		if !strings.Contains(page, want) {
			b.t.Errorf("%s does not say %q:\n%.1500s", b.at(), want, page)
		}
	}
}
