package web

import (
	"archive/zip"
	"bytes"
	"html"
	"io"
	"net/http"
	"strings"
	"testing"

	"twintown/internal/partnership"
	"twintown/internal/people"
	"twintown/internal/platform/clock/clocktest"
	"twintown/internal/platform/db"
	"twintown/internal/platform/media/mediatest"
	"twintown/internal/world/worldtest"
)

// badInput is one thing that somebody sends by mistake or in bad faith.
type badInput struct {
	name   string
	send   func(b *badDesk) (status int, page string)
	status int
	says   string // in the language of the page
	field  string // to which the sentence leads; "" where the whole is refused
	typed  string // that still stands on the page
}

// badDesk is a desk in Polish with an officer, a form of her partnership, and her browser.
type badDesk struct {
	*testing.T
	*browser
	s    *Site
	base string
}

// act sends the form of a new act as it stands but for some fields.
func (b *badDesk) act(kind string, fields ...string) (int, string) {
	b.Helper()
	v := formIn(b.T, b.get(b.base+"?act=new&type="+kind).Body.String(), b.base+"/acts")
	v.Set("text.pl", "Uroczystość w ratuszu")
	for i := 0; i+1 < len(fields); i += 2 {
		v.Set(fields[i], fields[i+1])
	}
	return b.send(b.base+"/acts", v)
}

// rows counts everything that a refused form could have left behind.
func (b *badDesk) rows() (all int64) {
	b.Helper()
	for _, table := range []string{
		"partnership", "party", "act", "claim", "source", "partnership_revision", "document", "audit", "account", "role_grant", "moving_draft", "proposal", "place_change",
	} {
		n, _, err := db.One(b.Context(), b.s.rooms.Care.DB, func(row db.Scanner) (n int64, err error) { return n, row.Scan(&n) }, `SELECT COUNT(*) FROM `+table)
		if err != nil {
			b.Fatal(err)
		}
		all += n
	}
	return all
}

func (b *badDesk) exec(query string, args ...any) {
	b.Helper()
	err := b.s.rooms.Care.DB.Write(b.Context(), func(tx *db.Tx) error {
		_, err := tx.ExecContext(b.Context(), query, args...)
		return err
	})
	if err != nil {
		b.Fatal(err)
	}
}

// bomb is a workbook of some kilobytes whose only sheet unpacks to 70 megabytes of nothing.
func bomb(t *testing.T) string {
	t.Helper()
	var file bytes.Buffer
	z := zip.NewWriter(&file)
	for _, part := range [][2]string{
		{"xl/workbook.xml", `<workbook xmlns:r="r"><sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>`},
		{"xl/_rels/workbook.xml.rels", `<Relationships><Relationship Id="r1" Target="worksheets/sheet1.xml"/></Relationships>`},
		{"xl/worksheets/sheet1.xml", `<worksheet><sheetData>` + strings.Repeat(" ", 70<<20)},
	} {
		w, err := z.Create(part[0])
		if err == nil {
			_, err = io.WriteString(w, part[1])
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return file.String()
}

const typedText = "Uroczystość w ratuszu"

// Bad input is refused with a sentence in the reader's language that names the field;
// nothing is saved, and nothing that was typed is lost.
func TestBadInput(t *testing.T) {
	hrodna := partnership.PairID(placeBialystok, placeHrodna)
	cases := []badInput{
		{
			"an act before its party existed", func(b *badDesk) (int, string) {
				return b.act("annex", "date", "3 marca 1990")
			}, http.StatusUnprocessableEntity, "Akt jest wcześniejszy niż jedna z jego stron", "date", typedText,
		},
		{
			"an end before a start", func(b *badDesk) (int, string) {
				return b.act("agreement", "date", "3 marca 2018", "until", "2017")
			}, http.StatusUnprocessableEntity, "kończy się, zanim", "until", typedText,
		},
		{
			"a termination of what never began", func(b *badDesk) (int, string) {
				return b.act("termination", "date", "1993")
			}, http.StatusUnprocessableEntity, "rozwiązanie", "type", typedText,
		},
		{
			"a date that does not exist", func(b *badDesk) (int, string) {
				return b.act("annex", "date", "30 lutego 2019")
			}, http.StatusUnprocessableEntity, "nie ma takiego dnia", "date", "30 lutego 2019",
		},
		{
			"words and the calendar say two dates", func(b *badDesk) (int, string) {
				return b.act("annex", "date", "3 marca 2019", "pick.date", "2020-05-05")
			}, http.StatusUnprocessableEntity, "dwie różne daty", "date", "2020-05-05",
		},
		{
			"a document that is not what it says", func(b *badDesk) (int, string) {
				w := b.sendForm(b.T, b.base+"/acts", "umowa.pdf", []byte("MZ this is a program"), "type", "annex", "date", "2019", "source_from", "own", "text.pl", typedText)
				return w.Code, w.Body.String()
			}, http.StatusUnprocessableEntity, "umowa.pdf", "file", typedText,
		},
		{
			"an XLSX bomb", func(b *badDesk) (int, string) {
				w := b.upload(b.T, "/pl/desk/moving-in", "partnerzy.xlsx", bomb(b.T), "place", "776069")
				return w.Code, w.Body.String()
			}, http.StatusUnprocessableEntity, "Rozpakowany plik byłby większy", "list", `value="776069" selected`,
		},
		{
			"a link by someone without the right", func(b *badDesk) (int, string) {
				w := b.post("/pl/desk/partnerships/new?place=771953", "other", "Alytus", "kind", "partnership", "type", "agreement", "date", "2006", "source_from", "own", "text.pl", typedText)
				return w.Code, w.Body.String()
			}, http.StatusForbidden, "Przyznane role na to nie pozwalają", "", typedText,
		},
		{
			"an act in another's partnership", func(b *badDesk) (int, string) {
				other := signedIn(b.T, b.s, "Officer of Gołdap", officerOf(placeGoldap))
				b.exec(`DELETE FROM audit WHERE actor = ''`)
				w := other.sendForm(b.T, b.base+"/acts", "umowa.pdf", mediatest.PDF(1), "type", "annex", "date", "2019", "source_from", "own", "text.pl", typedText)
				return w.Code, w.Body.String()
			}, http.StatusForbidden, "Przyznane role na to nie pozwalają", "", typedText,
		},
		{
			"a clock that jumps", func(b *badDesk) (int, string) {
				b.exec(`UPDATE audit SET at = at + $1`, int64(72*3600*1e6)) // the clock is three days behind what is recorded
				return b.act("annex", "date", "2019")
			}, http.StatusConflict, "Zegar serwera jest cofnięty względem ostatniej zapisanej zmiany. Różnica: 3 dni.", "", typedText,
		},
	}
	rooms := worldtest.Open(t)
	s, _ := documentSiteOn(t, rooms)
	readLists(t, s, rooms)
	officer := signedIn(t, s, "Officer of Białystok", officerOf(placeBialystok))
	b := &badDesk{T: t, browser: officer, s: s, base: "/pl/desk/partnerships/" + hrodna}
	details := formIn(t, officer.get(b.base+"?details=1").Body.String(), b.base+"/details")
	details.Set("since.627904", "1992")
	if status, page := b.send(b.base+"/details", details); status != http.StatusSeeOther {
		t.Fatalf("the party's beginning: %d %s", status, faultsIn(page))
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			b.T = t
			before := b.rows()
			status, page := c.send(b)
			if extra := b.rows() - before; extra > 0 && c.name != "an act in another's partnership" { // its account is new
				t.Errorf("%d rows were kept", extra)
			}
			plain := html.UnescapeString(page)
			if status != c.status || !strings.Contains(plain, c.says) {
				t.Errorf("%d %s", status, faultsIn(page))
			}
			if c.field != "" && (!strings.Contains(faultsIn(page), `href="#f-`+c.field+`"`) || !strings.Contains(page, `id="f-`+c.field+`"`)) {
				t.Errorf("it does not lead to the field %s: %s", c.field, faultsIn(page))
			}
			if !strings.Contains(plain, c.typed) {
				t.Errorf("%q is lost", c.typed)
			}
		})
	}
}

// An invitation works once: the second time its page says so, and gives nobody anything.
func TestAnInvitationUsedTwice(t *testing.T) {
	worldtest.Each(t, func(t *testing.T, rooms worldtest.Rooms, c *clocktest.Clock) {
		h := hallOn(t, rooms, c)
		officer := h.person(true, officerOf(placeBialystok))
		h.wants("inviting", officer.post("/en/desk/invite", "email", "colleague@example.org", "role", "officer", "where", "776069", "language", "lt"), http.StatusSeeOther)
		key := keyOf(h.last()[0])
		h.wants("the first time", newBrowser(h.h).post("/lt/invitation", "key", key, "name", "Colleague", "password", goodPassword), http.StatusSeeOther)
		count := func() int {
			all, err := h.store.Accounts(t.Context())
			h.must(err)
			return len(all)
		}
		before := count()
		h.wants("the second time", newBrowser(h.h).post("/lt/invitation", "key", key, "name", "Somebody else", "password", goodPassword), http.StatusNotFound, h.site.catalog.Printer("lt").T("error.link.used"))
		if n := count(); n != before {
			h.Errorf("%d accounts after it, %d before", n, before)
		}
		h.wants("by somebody who has an account", h.person(false).post("/lt/invitation", "key", key), http.StatusNotFound)
		if got := h.actorsAt(people.Officer); got != 2 {
			h.Errorf("%d officers, want the one who invited and the one who was", got)
		}
	})
}

// actorsAt counts the accounts that hold a role.
func (h *hall) actorsAt(role people.Role) (n int) {
	h.Helper()
	accounts, err := h.store.Accounts(h.Context())
	h.must(err)
	for _, a := range accounts {
		actor, err := h.store.ActorOfAccount(h.Context(), a.ID)
		h.must(err)
		if actor.Holds(role) {
			n++
		}
	}
	return n
}
