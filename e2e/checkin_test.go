//go:build e2e

package e2e

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"image/png"
	"io"
	"maps"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"twintown/internal/meeting"
	"twintown/internal/meeting/agenda"
	"twintown/internal/meeting/checkin"
	"twintown/internal/meeting/delegation"
	"twintown/internal/partnership"
	"twintown/internal/people"
	"twintown/internal/platform/clock"
	"twintown/internal/platform/db"
	"twintown/internal/platform/qrcode"
	"twintown/internal/platform/secret"
	"twintown/internal/press"
)

// atTheDoor is a conference whose guests are at the door: how they were invited is another
// story.
type atTheDoor struct {
	meeting string
	guest   string // path of the delegation's pages
	members []delegation.Member
	doors   []string // paths of links for helpers
	store   *checkin.Store
}

// conference prepares one today, to which Kaunas comes with two.
func (i *installation) conference(change ...func(*delegation.Conference)) atTheDoor {
	i.Helper()
	must := func(err error) {
		i.Helper()
		if err != nil {
			i.Fatal(err)
		}
	}
	d, err := db.Open(i.Context(), db.Options{Folder: i.folder})
	must(err)
	i.Cleanup(func() { d.Close() })
	key, err := secret.Open(i.folder, "")
	must(err)
	log, now := people.NewLog(d, key, ""), clock.System()
	guests := delegation.NewStore(d, log, key, now, nil)
	c := atTheDoor{store: checkin.NewStore(d, log, key, guests)}
	today := now.Now()
	c.meeting, err = meeting.NewStore(d, log, press.NewStore(d, log, now, nil)).Create(i.Context(), people.System(), meeting.New{
		Kind: meeting.Conference, Language: "en", Content: press.Content{Title: "Towns without borders", Origin: press.Written},
		Facts: meeting.Facts{From: partnership.On(today.Year(), int(today.Month()), today.Day()), Zone: "Europe/Warsaw"},
	})
	must(err)
	held := delegation.Conference{Meeting: c.meeting, Ends: today.Add(24 * time.Hour)}
	for _, fn := range change {
		fn(&held)
	}
	must(guests.SaveConference(i.Context(), people.System(), held))
	id, err := guests.Add(i.Context(), people.System(), delegation.Delegation{
		Meeting: c.meeting, Kind: delegation.Town, Place: kaunas, Language: "lt", Quota: 2, Contact: delegation.Contact{Name: "Mayor’s office", Email: "office.kaunas@example.org"},
	})
	must(err)
	must(guests.Invite(i.Context(), people.System(), id))
	group, err := guests.ByID(i.Context(), id)
	must(err)
	_, err = guests.Answer(i.Context(), people.System(), id, group.Version, delegation.Answer{State: delegation.Accepted, Coming: 2, By: delegation.ByLetter})
	must(err)
	for _, name := range []string{"Head of the delegation of Kaunas", "Interpreter from Kaunas"} {
		_, err := guests.PutMember(i.Context(), people.System(), delegation.ByLetter, delegation.Member{Delegation: id, Profile: delegation.Profile{Name: name}})
		must(err)
	}
	c.guest = "/guest/" + guests.Link(group)
	c.members, err = guests.Members(i.Context(), id)
	must(err)
	programme := agenda.NewStore(d, log, key, nil, nil)
	_, err = programme.SaveSession(i.Context(), people.System(), c.meeting, agenda.Session{
		Kind: agenda.Talk, Title: meeting.Words{"en": "Schools and their partners"}, Day: today.Format(time.DateOnly), From: "09:00", Until: "10:00", Expected: []string{id},
	})
	must(err)
	draft, err := programme.Draft(i.Context(), c.meeting)
	must(err)
	_, _, err = programme.Release(i.Context(), people.System(), c.meeting, draft.Version, true, agenda.Telling{Name: func(string) string { return "Towns without borders" }})
	must(err)
	for _, name := range []string{"East", "West"} {
		_, err := c.store.AddDoor(i.Context(), people.System(), checkin.Door{Meeting: c.meeting, Name: name, Until: today.Add(4 * time.Hour)})
		must(err)
	}
	doors, err := c.store.Doors(i.Context(), c.meeting)
	must(err)
	for _, door := range doors {
		c.doors = append(c.doors, "/door/"+c.store.Link(door))
	}
	return c
}

// cable is a connection to a program that can be cut.
type cable struct {
	net.Listener
	to    string
	mu    sync.Mutex
	isCut bool
	open  map[net.Conn]bool
}

func plug(t *testing.T, address string) *cable {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	c := &cable{Listener: l, to: strings.Replace(strings.TrimPrefix(address, "http://"), "localhost", "127.0.0.1", 1), open: map[net.Conn]bool{}}
	t.Cleanup(func() { l.Close(); c.cut(true) })
	go func() {
		for {
			near, err := l.Accept()
			if err != nil {
				return
			}
			go c.carry(near)
		}
	}()
	return c
}

// site is the address at the near end.
func (c *cable) site() string {
	_, port, _ := net.SplitHostPort(c.Addr().String())
	return "http://localhost:" + port
}

func (c *cable) carry(near net.Conn) {
	defer near.Close()
	far, err := net.Dial("tcp", c.to)
	if err != nil {
		return
	}
	defer far.Close()
	c.mu.Lock()
	if c.isCut {
		c.mu.Unlock()
		return
	}
	c.open[near] = true
	c.mu.Unlock()
	go func() { io.Copy(far, near); far.Close() }()
	io.Copy(near, far)
	c.mu.Lock()
	delete(c.open, near)
	c.mu.Unlock()
}

// cut cuts the connection, or mends it.
func (c *cable) cut(on bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.isCut = on
	for conn := range c.open {
		conn.Close()
	}
}

// badge draws a code as a badge has it and reads it back with another program.
func badge(t *testing.T, code string) image.Image {
	t.Helper()
	drawn, err := qrcode.Of(code)
	if err != nil {
		t.Fatal(err)
	}
	const unit = 12
	picture := image.NewGray(image.Rect(0, 0, 640, 480)) // what a camera sees: the badge on a grey coat
	draw.Draw(picture, picture.Bounds(), image.NewUniform(color.Gray{170}), image.Point{}, draw.Src)
	at := image.Pt(120, 70)
	draw.Draw(picture, image.Rectangle{at, at.Add(image.Pt(drawn.Side*unit, drawn.Side*unit))}, image.White, image.Point{}, draw.Src)
	for _, run := range drawn.Runs {
		draw.Draw(picture, image.Rect(run.X*unit, run.Y*unit, (run.X+run.N)*unit, (run.Y+1)*unit).Add(at), image.Black, image.Point{}, draw.Src)
	}
	var b bytes.Buffer
	if err := png.Encode(&b, picture); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "badge.png")
	if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.CommandContext(t.Context(), "zbarimg", "-q", "--raw", path).Output()
	if got := strings.TrimSpace(string(out)); err != nil || got != code {
		t.Fatalf("zbar reads %q, %v", got, err)
	}
	return picture
}

// withCamera starts a browser whose camera sees a picture.
func withCamera(t *testing.T, picture image.Image) context.Context {
	t.Helper()
	film := filepath.Join(t.TempDir(), "film.mjpeg")
	var b bytes.Buffer
	for range 4 {
		if err := jpeg.Encode(&b, picture, nil); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(film, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	alloc, end := chromedp.NewExecAllocator(context.Background(), append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(os.Getenv("TWINTOWN_BROWSER")), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("use-fake-ui-for-media-stream", true), chromedp.Flag("use-fake-device-for-media-stream", true), chromedp.Flag("use-file-for-fake-video-capture", film))...)
	t.Cleanup(end)
	ctx, _ := chromedp.NewContext(alloc)
	if err := chromedp.Do(ctx); err != nil {
		t.Fatal("the browser does not start: ", err)
	}
	return ctx
}

// ready waits until a page of check-in works and can be opened without a connection.
func (b *tab) ready() {
	b.t.Helper()
	b.until(`document.querySelector('check-in[data-ready]') && navigator.serviceWorker?.controller !== null`)
}

// waits is until so many scans wait to be sent.
func (b *tab) waits(n string) {
	b.t.Helper()
	b.until(fmt.Sprintf(`document.querySelector('check-in').dataset.waiting === %q && document.querySelector('.scan-net').textContent.includes('No connection')`, n))
}

// sends tells a page that there is a connection again, as the browser does, and waits until
// all is sent.
func (b *tab) sends() {
	b.t.Helper()
	eval[bool](b, `dispatchEvent(new Event('online'))`)
	b.until(`document.querySelector('check-in').dataset.waiting === '0'`)
}

// tap presses a button that changes the page and leads nowhere.
func (b *tab) tap(text string) {
	b.t.Helper()
	b.until(fmt.Sprintf(`(e => { e?.click(); return !!e; })([...document.querySelectorAll('main button[type=button]')].find(e => e.textContent.trim() === %q && e.offsetParent !== null))`, text))
}

// doorLimit bounds what a helper does; it only ends what hangs.
const doorLimit = 2 * time.Minute

// TestCheckInWithoutAConnection: two helpers with phones at two doors, while the network is
// away. One reads a badge with the camera and opens the page anew; the other types the same
// code, and checks somebody in by name and takes it back. When the network is there again
// everything is sent, the guest counts once, and the second helper is told. Then the link is
// taken back, and the phone forgets the list.
func TestCheckInWithoutAConnection(t *testing.T) {
	i := install(t)
	c := i.conference()
	toEast, toWest := plug(t, i.address), plug(t, i.address) // the eastern door is to have its connection back first
	code := c.members[0].Code
	east := openTabIn(t, withCamera(t, badge(t, code)), toEast.site(), doorLimit, 390, 800, "light")
	west := openTabAt(t, toWest.site(), doorLimit, 390, 800, "dark")
	for n, phone := range []*tab{east, west} {
		phone.open("/en" + c.doors[n])
		phone.ready()
		phone.sees("Towns without borders", "there, expected: 2")
		phone.fits()
		phone.quiet()
	}
	east.keepScreenshot("check-in-door-en")

	toEast.cut(true)
	toWest.cut(true)
	east.tap("Scan with the camera")
	east.until(`!!document.querySelector('.scan-said.in')`)
	east.waits("1")
	east.sees("Head of the delegation of Kaunas", "No connection", "Waiting to be sent: 1")
	east.keepScreenshot("check-in-offline-en")
	east.open("/en" + c.doors[0]) // from what the phone keeps
	east.until(`!!document.querySelector('check-in[data-ready]')`)
	east.sees("Towns without borders", "Waiting to be sent: 1", "1 there")

	west.do(chromedp.SendKeys(chromedp.CSS("[name=code]"), strings.ToLower(code)+kb.Enter))
	west.until(`!!document.querySelector('.scan-said.in')`)
	west.do(chromedp.SendKeys(chromedp.CSS("[name=q]"), "INTERPR"))
	west.tap("Check in")
	west.until(`document.querySelector('.scan-who')?.textContent.startsWith('Interpreter')`)
	west.waits("2")
	west.sees("2 there", "Waiting to be sent: 2")
	west.tap("Take back")
	west.until(`!!document.querySelector('.scan-said.undone')`)
	west.waits("3")
	west.sees("1 there", "Waiting to be sent: 3")

	toEast.cut(false)
	east.sends()
	toWest.cut(false)
	west.sends()
	west.sees("Checked in already", "East", "Everything has been sent.")
	west.keepScreenshot("check-in-twice-en")
	there, err := c.store.Arrived(t.Context(), c.meeting)
	if _, head := there[checkin.Key{List: checkin.Arrival, Member: c.members[0].ID}]; err != nil || len(there) != 1 || !head {
		t.Errorf("there: %v, %v", there, err)
	}
	west.do(chromedp.SendKeys(chromedp.CSS("[name=code]"), "NOTABADGE"+kb.Enter))
	west.until(`!!document.querySelector('.scan-said.unknown')`)

	doors, err := c.store.Doors(t.Context(), c.meeting)
	if err == nil {
		err = c.store.RevokeDoor(t.Context(), people.System(), c.meeting, doors[1].ID)
	}
	if err != nil {
		t.Fatal(err)
	}
	eval[bool](west, `dispatchEvent(new Event('online'))`)
	west.until(`document.querySelector('.scan-net').textContent.includes('This link is over')`)
	kept := eval[int](west, `new Promise(done => { const q = indexedDB.open('check-in lists', 1); q.onsuccess = () => { const n = q.result.transaction('rows').objectStore('rows').count(); n.onsuccess = () => { q.result.close(); done(n.result); }; }; })`)
	if kept != 0 {
		t.Errorf("the phone keeps %d lists after its link was taken back", kept)
	}
}

// conferenceKinds are the pages of a conference's delegations: at the desk, at the door, and
// their own.
func (i *installation) conferenceKinds() map[string]deskKind {
	i.Helper()
	c := i.conference(func(c *delegation.Conference) {
		c.Contact, c.Controller = "conference@example.org", "Example Association of Partner Towns"
		c.Registration = delegation.Registration{Open: true, Questions: []delegation.Question{
			{Key: "speaks", Sort: delegation.Tick, Label: meeting.Words{"en": "Will you speak?"}},
			{Key: "title", Sort: delegation.Line, Label: meeting.Words{"en": "Title of your talk"}, If: "speaks", IfValue: "1", Required: true},
		}}
	})
	kinds := c.doorKinds()
	maps.Copy(kinds, c.guestKinds())
	desk := "/desk/meetings/" + c.meeting
	one := desk + "/delegations/" + c.members[0].Delegation
	for name, path := range map[string]string{
		"delegations": "/delegations", "delegations-none": "/delegations?q=qqqqqqqq", "delegations-many": "/delegations/many", "delegations-towns": "/delegations/towns?partners=776069",
		"conference-settings": "/settings", "conference-question": "/settings/questions/title", "conference-day": "/day", "conference-care": "/day/care",
		"hosts": "/hosts", "papers": "/papers", "papers-settings": "/papers/settings", "paper-text": "/papers/invitation/text", "after": "/after", "after-thanks": "/after/thanks",
	} {
		kinds[name] = deskKind{path: desk + path}
	}
	for name, path := range map[string]string{"delegation": "", "delegation-mail": "/mail", "delegation-member": "/members/" + c.members[0].ID} {
		kinds[name] = deskKind{path: one + path}
	}
	kinds["delegation-new"] = deskKind{path: desk + "/delegations/new"}
	kinds["delegation-new-faults"] = deskKind{path: desk + "/delegations/new", send: "main form.work-form"}
	kinds["delegation-member-faults"] = deskKind{path: one + "/members/new", send: "main form.member-form"}
	return kinds
}

// guestKinds are the pages of a delegation.
func (c atTheDoor) guestKinds() map[string]deskKind {
	return map[string]deskKind{
		"guest":               {path: c.guest, public: true},
		"guest-members":       {path: c.guest + "/members", public: true},
		"guest-member":        {path: c.guest + "/members/" + c.members[0].ID, public: true},
		"guest-member-faults": {path: c.guest + "/members/new", public: true, send: "main form.member-form"},
		"guest-programme":     {path: c.guest + "/programme", public: true},
		"guest-papers":        {path: c.guest + "/papers", public: true},
		"guest-unknown":       {path: "/guest/none", public: true, status: 404},
	}
}

// doorKinds are pages of check-in.
func (c atTheDoor) doorKinds() map[string]deskKind {
	desk := "/desk/meetings/" + c.meeting + "/checkin"
	return map[string]deskKind{
		"check-in":        {path: desk},
		"check-in-faults": {path: desk, send: "main #walk-in form"},
		"door":            {path: c.doors[0], public: true},
		"door-found":      {path: c.doors[0] + "?q=kaunas", public: true},
		"door-none":       {path: c.doors[0] + "?q=qqqqqqqq", public: true},
		"door-unknown":    {path: "/door/none", public: true, status: 404},
	}
}
