//go:build e2e && shots

package e2e

import (
	"bytes"
	"image"
	"image/draw"
	"image/png"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/chromedp/chromedp"

	"twintown/internal/meeting/delegation"
	"twintown/internal/people"
	"twintown/internal/platform/clock"
	"twintown/internal/platform/db"
	"twintown/internal/platform/secret"
)

// TestShotsOfAConference makes the pictures of a meeting at work: the example forum as its
// organiser, a head of a delegation and a reader see it, and a badge on paper.
func TestShotsOfAConference(t *testing.T) {
	i := install(t, "--demo=true")
	id := db.IDFor("demo", "forum")
	side, link := i.comesToTheExample(id)
	cookie, _ := i.worker()
	o, head := i.person(1280, 900), i.person(390, 844)
	o.hasSession(cookie)
	at := "/desk/meetings/" + id
	o.open("/en" + at + "/forum")
	o.fill("hours.0", "11:45–13:15", "minutes", "15", "between", "5")
	o.set("map", "1, ., 2\n3, ., 4")
	o.press("Begin to collect wishes")
	head.open("/lt" + link + "/forum")
	eval[bool](head, `document.querySelectorAll('main .wish input[value="1"]').forEach(x => x.click()) ?? true`)
	head.press("Išsaugoti")
	o.open("/en" + at + "/forum")
	o.press("Plan the talks")
	o.press("Release the plan")
	desk := map[string]string{"conference-desk": at + "/delegations", "conference-plan": at + "/forum#plan", "conference-interpretation": at + "/agenda/interpretation"}
	for _, l := range []look{{code: "pl", theme: "light", width: 1280}, {code: "uk", theme: "dark", width: 1280}} {
		i.shotsAs(l, cookie, desk)
		i.shots(l, map[string]string{"conference-programme": "/meetings/*/programme"})
	}
	for _, l := range []look{{code: "lt", theme: "light", width: 390}, {code: "de", theme: "dark", width: 390}} {
		i.shots(l, map[string]string{"phone-guest": link + "/members", "phone-talks": link + "/forum", "phone-programme": "/meetings/*/programme"})
	}
	i.badge("/pl"+at+"/papers/print?as=pdf&paper=badge&d="+side, cookie)
}

// comesToTheExample puts three people without names on the list of Kaunas and returns
// its identifier and the path of its page behind the language.
func (i *installation) comesToTheExample(id string) (side, link string) {
	i.Helper()
	must := func(err error) {
		i.Helper()
		if err != nil {
			i.Fatal(err)
		}
	}
	d, err := db.Open(i.Context(), db.Options{Folder: i.folder})
	must(err)
	defer d.Close()
	key, err := secret.Open(i.folder, "")
	must(err)
	guests := delegation.NewStore(d, people.NewLog(d, key, ""), key, clock.System(), nil)
	all, err := guests.Of(i.Context(), id)
	must(err)
	for _, g := range all {
		if g.Place != kaunas {
			continue
		}
		for n, who := range []delegation.Profile{
			{Name: "Tarptautinių ryšių skyrius", Function: "Kauno miesto savivaldybė", Role: delegation.Head, Languages: []string{"lt", "pl"}, Arrives: "2027-05-06", Lodging: delegation.Hotel},
			{Name: "Švietimo skyrius", Function: "Kauno miesto savivaldybė", Role: delegation.Delegate, Languages: []string{"lt", "en"}, Arrives: "2027-05-06", Lodging: delegation.Hotel},
			{Name: "Vertėjas žodžiu", Role: delegation.Interpreter, Languages: []string{"lt", "pl", "uk"}},
		} {
			_, err := guests.PutMember(i.Context(), people.System(), delegation.ByLetter, delegation.Member{Delegation: g.ID, Profile: who})
			if err != nil {
				i.Fatal(n, err)
			}
		}
		return g.ID, "/guest/" + guests.Link(g)
	}
	i.Fatal("Kaunas is not invited")
	return "", ""
}

// shotsAs takes pictures for somebody who is signed in.
func (i *installation) shotsAs(l look, cookie string, pages map[string]string) {
	i.Helper()
	tab := openTabAt(i.T, i.address, storyLimit, l.width, shotHeight, l.theme)
	tab.hasSession(cookie)
	for name, path := range pages {
		tab.open("/" + l.code + path)
		shot, err := chromedp.Run(tab, chromedp.CaptureScreenshot())
		tab.must(err)
		tab.must(os.WriteFile(filepath.Join("../docs/screenshots", name+"-"+l.code+"-"+l.theme+".png"), few(i.T, shot), 0o644))
	}
}

// badge prints badges and keeps a picture of the first one.
func (i *installation) badge(path, cookie string) {
	i.Helper()
	request, err := http.NewRequestWithContext(i.Context(), http.MethodGet, i.address+path, nil)
	if err != nil {
		i.Fatal(err)
	}
	request.AddCookie(&http.Cookie{Name: "session", Value: cookie})
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		i.Fatal(err)
	}
	defer answer.Body.Close()
	draws := exec.CommandContext(i.Context(), "pdftoppm", "-r", "100", "-png", "-f", "1", "-l", "1", "-")
	draws.Stdin = answer.Body
	sheet, err := draws.Output()
	if err != nil {
		i.Fatal(answer.Status, err)
	}
	all, err := png.Decode(bytes.NewReader(sheet))
	if err != nil {
		i.Fatal(err)
	}
	box := all.Bounds() // four badges on a sheet
	one := image.NewRGBA(image.Rect(0, 0, box.Dx()/2, box.Dy()/2))
	draw.Draw(one, one.Bounds(), all, box.Min, draw.Src)
	var buf bytes.Buffer
	if err := png.Encode(&buf, one); err != nil {
		i.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join("../docs/screenshots", "badge-pl.png"), few(i.T, buf.Bytes()), 0o644); err != nil {
		i.Fatal(err)
	}
}
