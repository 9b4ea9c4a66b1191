package document_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"twintown/internal/document"
	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/db/dbtest"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/media/mediatest"
)

func (o office) replace(t *testing.T, who people.Actor, doc document.Document, file string, b []byte, why string) (now document.Document, err error) {
	t.Helper()
	in := o.take(t, who, file, b)
	err = o.log.Change(t.Context(), who, func(tx *db.Tx, note func(people.Entry)) error {
		now, err = o.Replace(t.Context(), tx, note, who, doc.ID, doc.Object(), document.Replacement{Intake: in.ID, Note: why})
		return err
	})
	return now, err
}

// The address and the titles of a document stay when its file is replaced; what it was is
// kept, with who sent it and who replaced it.
func TestAFileIsReplaced(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		o := open(t, d, nil)
		anna, maria, olga := officer("anna", gizycko), officer("maria", gizycko), officer("olga", sokolka)
		first, err := o.add(t.Context(), anna, document.New{
			Intake: o.take(t, anna, "plan.pdf", mediatest.PDF(1)).ID, Title: map[string]string{"pl": "Plan"}, Visibility: document.Public, On: of(gizycko),
		})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := o.replace(t, olga, first, "x.pdf", mediatest.PDF(2), ""); errs.KindOf(err) != errs.Forbidden {
			t.Errorf("replaced by another place: %v", err)
		}
		if _, err := o.replace(t, maria, first, "x.pdf", mediatest.PDF(2), strings.Repeat("x", 301)); errs.KindOf(err) != errs.Invalid {
			t.Errorf("a note without end: %v", err)
		}
		now, err := o.replace(t, maria, first, "plan 2.docx", mediatest.DOCX(), "a new annex")
		if err != nil || now.ID != first.ID || now.Version != 2 || now.Title["pl"] != "Plan" || now.Blob == first.Blob || now.ChangedBy != "maria" || now.UploadedBy != "anna" {
			t.Fatalf("%+v, %v", now, err)
		}
		if stored, err := o.Of(t.Context(), first.ID); err != nil || stored.Blob != now.Blob || stored.Name != "plan 2.docx" || stored.Home.ID != "p1" {
			t.Errorf("stored %+v, %v", stored, err)
		}
		all, err := o.Versions(t.Context(), now)
		if err != nil || len(all) != 1 || all[0].Number != 1 || all[0].Name != "plan.pdf" || all[0].Blob != first.Blob || all[0].CameBy != "anna" || all[0].By != "maria" || all[0].Note != "a new annex" {
			t.Fatalf("%+v, %v", all, err)
		}
		if out := all[0].Deliver(true); out.Blob != first.Blob || out.Name != "plan.pdf" || out.Type != "application/pdf" {
			t.Errorf("the older file leaves as %+v", out)
		}
		// no collection takes what is kept
		if _, err := o.at(dbtest.Today.AddDate(0, 2, 0)).Collect(t.Context()); err != nil {
			t.Fatal(err)
		}
		if r, err := o.Open(t.Context(), all[0].Deliver(true)); err != nil {
			t.Errorf("the older file: %v", err)
		} else {
			r.Close()
		}
		err = o.log.Change(t.Context(), people.System(), func(tx *db.Tx, note func(people.Entry)) error {
			note(people.Entry{Action: people.EraseAction, Kind: "document", ID: first.ID})
			return o.Erase(t.Context(), tx, first.ID)
		})
		if all, verr := o.Versions(t.Context(), now); err != nil || verr != nil || all[0].Blob != "" || all[0].Name != "" || all[0].Note != "" {
			t.Errorf("erased: %+v, %v, %v", all, err, verr)
		}
		if _, err := o.replace(t, maria, first, "y.pdf", mediatest.PDF(1), ""); errs.KindOf(err) != errs.Conflict {
			t.Errorf("replaced after it was erased: %v", err)
		}
	})
}

func TestADocumentIsDescribed(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		o := open(t, d, nil)
		anna := officer("anna", gizycko)
		doc, err := o.add(t.Context(), anna, document.New{Intake: o.take(t, anna, "plan.pdf", mediatest.PDF(1)).ID, Title: map[string]string{"pl": "Plan", "de": "Plan"}, On: of(gizycko)})
		if err != nil {
			t.Fatal(err)
		}
		describe := func(who people.Actor, to document.Description) error {
			return o.log.Change(t.Context(), who, func(tx *db.Tx, note func(people.Entry)) error {
				return o.Describe(t.Context(), tx, note, who, doc.ID, doc.Object(), to)
			})
		}
		if err := describe(officer("olga", sokolka), document.Description{}); errs.KindOf(err) != errs.Forbidden {
			t.Errorf("described by another place: %v", err)
		}
		for _, long := range []document.Description{{Title: map[string]string{"pl": strings.Repeat("x", 201)}}, {About: map[string]string{"pl": strings.Repeat("x", 601)}}} {
			if err := describe(anna, long); errs.KindOf(err) != errs.Invalid {
				t.Errorf("too long: %v", err)
			}
		}
		if err := describe(anna, document.Description{Title: map[string]string{"pl": " Plan  działań "}, About: map[string]string{"uk": "Про дії"}, Language: "pl"}); err != nil {
			t.Fatal(err)
		}
		got, err := o.Of(t.Context(), doc.ID)
		about, in := got.DescriptionIn("pl", "uk")
		if err != nil || got.TitleIn("de", "pl") != "Plan działań" || about != "Про дії" || in != "uk" || got.Language != "pl" {
			t.Errorf("%+v, %v", got, err)
		}
	})
}

// Who reads a document, by how what shows it stands.
func TestWhoReadsADocumentOfADraft(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		stand := document.Open
		var failed error
		o := open(t, d, func(opt *document.Options) {
			opt.Standing = func(_ context.Context, doc document.Document) (document.Stand, error) {
				if doc.Home.Kind != "press" || doc.Home.ID != "text" || doc.Home.Meeting != "text" {
					t.Errorf("its home is %+v", doc.Home)
				}
				return stand, failed
			}
		})
		on := people.Object{Kind: "press", ID: "text", Organisation: "ngo", Meeting: "text"}
		grant := func(account string, role people.Role, scope people.Scope) people.Actor {
			return people.Actor{Account: account, Strong: true, Grants: []people.Grant{{Role: role, Scope: scope}}}
		}
		organiser := grant("zofia", people.Organiser, people.Scope{Kind: people.OfOrganisation, ID: "ngo"})
		doc, err := o.add(t.Context(), organiser, document.New{Intake: o.take(t, organiser, "plan.pdf", mediatest.PDF(1)).ID, Visibility: document.Public, On: on})
		if err != nil {
			t.Fatal(err)
		}
		readers := map[string]people.Actor{
			"the public": {}, "who sent it": organiser, "an organiser elsewhere": grant("o", people.Organiser, people.Scope{Kind: people.OfOrganisation, ID: "other"}),
			"an organiser of the meeting": grant("m", people.Organiser, people.Scope{Kind: people.OfMeeting, ID: "text"}),
			"a translator":                grant("t", people.Translator, people.Scope{Kind: people.OfSite}), "an officer": officer("anna", gizycko),
		}
		inside := []string{"who sent it", "an organiser of the meeting", "a translator"}
		for s, outside := range map[document.Stand]document.Reading{document.Open: document.MayRead, document.Draft: document.Unknown, document.Withdrawn: document.Over} {
			stand = s
			for who, actor := range readers {
				want := outside
				for _, name := range inside {
					if name == who {
						want = document.MayRead
					}
				}
				if got, err := o.Reads(t.Context(), doc, actor, doc.Object(), false); err != nil || got != want {
					t.Errorf("%s, standing %d: %d, %v; want %d", who, s, got, err, want)
				}
			}
			link := outside
			if s == document.Draft {
				link = document.MayRead
			}
			if got, err := o.Reads(t.Context(), doc, people.Actor{}, doc.Object(), true); err != nil || got != link {
				t.Errorf("by the link, standing %d: %d, %v", s, got, err)
			}
		}
		failed = errors.New("no database")
		if got, err := o.Reads(t.Context(), doc, people.Actor{}, doc.Object(), true); err == nil || got == document.MayRead {
			t.Errorf("nobody knows how it stands, and the public reads it: %d, %v", got, err)
		}
	})
}

// Who may take a document away says whether everybody reads it; nobody else does.
func TestADocumentIsOpenedAndClosed(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		o := open(t, d, nil)
		anna, olga := officer("anna", gizycko), officer("olga", 1)
		in := o.take(t, anna, "umowa.pdf", mediatest.PDF(1))
		doc, err := o.add(t.Context(), anna, document.New{Intake: in.ID, On: of(gizycko)})
		if err != nil || doc.Visibility != document.Restricted {
			t.Fatalf("%+v, %v", doc, err)
		}
		notes := 0
		set := func(who people.Actor, to document.Visibility) error {
			return o.log.Change(t.Context(), who, func(tx *db.Tx, note func(people.Entry)) error {
				note(people.Entry{Action: people.WriteProject, Kind: "project", ID: "p1", Note: "saved"}) // the change to which it belongs
				return o.SetVisibility(t.Context(), tx, func(e people.Entry) { notes++; note(e) }, who, doc.ID, doc.Object(), to)
			})
		}
		for _, c := range []struct {
			name string
			who  people.Actor
			to   document.Visibility
			want document.Visibility
			kind errs.Kind
		}{
			{"an officer of another town", olga, document.Public, document.Restricted, errs.Forbidden},
			{"opened", anna, document.Public, document.Public, 0},
			{"opened again", anna, document.Public, document.Public, 0},
			{"a word that is none closes it", anna, "everybody", document.Restricted, 0},
		} {
			err := set(c.who, c.to)
			if now, _ := o.Of(t.Context(), doc.ID); now.Visibility != c.want || (err == nil) != (c.kind == 0) || err != nil && errs.KindOf(err) != c.kind {
				t.Errorf("%s: %s, %v", c.name, now.Visibility, err)
			}
		}
		if notes != 2 {
			t.Errorf("%d changes were noted, want 2", notes)
		}
		if err := d.Write(t.Context(), func(tx *db.Tx) error { return o.Erase(t.Context(), tx, doc.ID) }); err != nil {
			t.Fatal(err)
		}
		if err := set(anna, document.Public); errs.KindOf(err) != errs.Conflict {
			t.Errorf("one that is gone: %v", err)
		}
	})
}
