package web

import (
	"archive/zip"
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"twintown/internal/document"
	"twintown/internal/exchange/sheet"
	"twintown/internal/partnership"
	"twintown/internal/people"
	"twintown/internal/platform/ical"
	"twintown/internal/platform/lang"
	"twintown/internal/project"
)

// documentsFolder is where the pack has the files of documents, and what its list of them
// is called.
const documentsFolder = "documents"

// handoverPack hands the same over as files: lists for a spreadsheet, the days for a
// calendar, and the documents themselves. The office keeps it where it keeps its papers.
// It is sent as it is made; where it cannot be finished the connection breaks off, so that
// nobody takes a part for the whole.
func (s *Site) handoverPack(w http.ResponseWriter, r *http.Request, code string) error {
	v, err := s.newHandover(w, r, code)
	if err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", "application/zip")
	h.Set("Content-Disposition", fmt.Sprintf(`attachment; filename="twintown-%d-%s.zip"`, v.Place.ID, s.clock.Now().Format("2006-01-02")))
	if r.Method == http.MethodHead {
		return nil
	}
	z := zip.NewWriter(w)
	if err = s.packAll(r, z, v); err == nil {
		err = z.Close()
	}
	if err != nil {
		s.breakOff(r, "a hand-over pack was not sent whole", err)
	}
	return nil
}

func (s *Site) packAll(r *http.Request, z *zip.Writer, v *handoverPage) error {
	for _, part := range []struct {
		name  string
		table sheet.Table
	}{
		{"dates.xlsx", v.dutyTable()},
		{"partnerships.xlsx", v.partnershipTable(s.options.BaseURL)},
		{"people.xlsx", v.peopleTable()},
		{"partner-search.xlsx", v.talkTable(v.Talks, "relay.last", s.options.BaseURL)},
		{"projects-and-plans.xlsx", v.talkTable(v.Work, "list.changed", s.options.BaseURL)},
	} {
		if err := packTable(z, part.name, part.table); err != nil {
			return err
		}
	}
	if err := s.packCalendar(r, z, &v.page, v.Place); err != nil {
		return err
	}
	rows, err := s.packDocuments(r.Context(), z, v)
	if err != nil || len(rows) == 0 {
		return err
	}
	return packTable(z, documentsFolder+".xlsx", v.documentTable(rows))
}

func packTable(z *zip.Writer, name string, t sheet.Table) error {
	f, err := z.Create(name)
	if err != nil {
		return err
	}
	return sheet.Write(f, sheet.XLSX, t)
}

func (s *Site) packCalendar(r *http.Request, z *zip.Writer, p *page, at placeView) error {
	entries, err := s.rooms.Care.Entries(r.Context(), at.ID, false)
	if err != nil {
		return err
	}
	c := ical.Calendar{Name: p.t("care.calendar.name", "name", at.Name), Language: p.Lang, URL: s.options.BaseURL + at.URL}
	for _, e := range entries {
		c.Events = append(c.Events, s.calendarEvent(p, at.ID, e, false))
	}
	f, err := z.Create("calendar.ics")
	if err != nil {
		return err
	}
	_, err = f.Write(c.Bytes())
	return err
}

// handedDocument is a document beside the act that names it.
type handedDocument struct {
	document.Document
	Partner string
	Act     partnership.Act
	Given   document.Delivery
	What    string // of a project: what it is there
	Day     string // of a project: of its payment, or of the file
}

// handedDocuments are the documents of the place's partnerships that the reader may read,
// in the order of partnerships and acts: the bytes as they came, where she may have those.
func (s *Site) handedDocuments(r *http.Request, p *page, all []partnership.Partnership, place int64) (docs []handedDocument, err error) {
	if s.rooms.Documents == nil {
		return nil, nil
	}
	for _, it := range all {
		partner := s.handedView(p, it, place).Name
		for _, a := range it.Acts {
			found, err := s.rooms.Documents.OfIDs(r.Context(), a.Documents)
			if err != nil {
				return nil, err
			}
			for _, d := range found {
				on := s.documentObject(r, d)
				if !d.MayRead(actorOf(r), on) {
					continue
				}
				docs = append(docs, handedDocument{Document: d, Partner: partner, Act: a, Given: givenOf(r, d, on)})
			}
		}
	}
	return docs, nil
}

// givenOf is how a document is handed over: as it came, where the reader may have it so.
func givenOf(r *http.Request, d document.Document, on people.Object) document.Delivery {
	if d.MayReadOriginal(actorOf(r), on) {
		return d.DeliverOriginal()
	}
	return d.Deliver(true)
}

// handedPapers are the documents of the place's projects that the reader may read: papers,
// receipts, the logo.
func (s *Site) handedPapers(r *http.Request, p *page, place int64) (docs []handedDocument, err error) {
	if s.rooms.Documents == nil || s.rooms.Projects == nil {
		return nil, nil
	}
	projects, err := s.rooms.Projects.Of(r.Context(), place)
	if err != nil {
		return nil, err
	}
	for _, x := range projects {
		title, _ := s.projectTitle(p, x)
		all, err := s.rooms.Documents.OfHome(r.Context(), project.Kind, x.ID)
		if err != nil {
			return nil, err
		}
		for _, d := range slices.Backward(all) {
			on := s.paperObject(r, x, d.ID)
			if !d.MayRead(actorOf(r), on) {
				continue
			}
			h := handedDocument{Document: d, Partner: title, Given: givenOf(r, d, on), What: p.t("document.one"), Day: p.p.Date(lang.DateOf(d.Changed.In(s.homeZone())))}
			if paper, ok := x.Paper(d.ID); ok && paper.Kind != "" {
				h.What = p.t("project.paper." + string(paper.Kind))
			} else if y, ok := x.Receipts()[d.ID]; ok {
				h.What, h.Day = p.t("project.receipt.file"), p.dayWords(y.Day)
			} else if d.ID == x.Credit.Logo {
				h.What = p.t("project.logo")
			}
			docs = append(docs, h)
		}
	}
	return docs, nil
}

// packDocuments writes the documents' files, each once, and returns the lines of their
// list: where each is, or why it is not there.
func (s *Site) packDocuments(ctx context.Context, z *zip.Writer, v *handoverPage) (rows []sheet.Row, err error) {
	if len(v.documents) == 0 {
		return nil, nil
	}
	pack := s.rooms.Documents.Pack(z, documentsFolder)
	defer pack.Close() // of its own file alone; nothing of the pack is lost
	type place struct {
		at   string
		what document.Packed
	}
	packed := map[string]place{}
	for _, d := range v.documents {
		got, twice := packed[d.ID]
		if !twice {
			front := ""
			if !d.Act.Date.IsZero() {
				front = d.Act.Date.Calendar().String() + " "
			}
			if got.at, got.what, err = pack.Put(ctx, d.Given, d.Partner, front, d.Created); err != nil {
				return nil, err
			}
			packed[d.ID] = got
		}
		rows = append(rows, v.documentRow(d, got.at, got.what))
	}
	return rows, nil
}

// documentRow is one line of the list of documents.
func (v *handoverPage) documentRow(d handedDocument, at string, packed document.Packed) sheet.Row {
	language := "–"
	if d.Language != "" {
		language = v.p.LanguageName(d.Language)
	}
	var remarks []string
	if packed != document.Whole {
		at = "–"
		remarks = append(remarks, v.t("handover.file."+string(packed)))
	}
	for _, w := range d.Warnings() {
		remarks = append(remarks, v.p.Message(w))
	}
	what, day := d.What, d.Day
	if what == "" {
		what, day = v.t("act.type."+string(d.Act.Type)), v.dateText(d.Act.Date)
	}
	return sheet.Row{at, d.Partner, what, day, d.TitleIn(v.Lang, d.Language), language, v.aboutDocument(d.Document), strings.Join(remarks, " ")}
}

func (v *handoverPage) documentTable(rows []sheet.Row) sheet.Table {
	return sheet.Table{Name: "1", Language: v.Lang, Rows: rows, Columns: v.columns(
		"handover.file", "handover.partner", "handover.act", "handover.date", "handover.doctitle", "handover.language", "handover.about", "handover.remark")}
}

func (v *handoverPage) columns(keys ...string) (all []sheet.Column) {
	for _, key := range keys {
		all = append(all, sheet.Column{Title: v.t(key)})
	}
	return all
}

func (v *handoverPage) dutyTable() sheet.Table {
	t := sheet.Table{Name: "1", Language: v.Lang, Columns: v.columns("handover.day", "handover.what", "handover.pair")}
	for _, d := range v.Duties {
		t.Rows = append(t.Rows, sheet.Row{d.Day, d.Text, d.Pair.Name})
	}
	return t
}

func (v *handoverPage) partnershipTable(base string) sheet.Table {
	t := sheet.Table{Name: "1", Language: v.Lang, Columns: v.columns(
		"handover.partner", "handover.where", "handover.status", "handover.since", "handover.term", "handover.notice", "handover.sign", "handover.documents", "handover.address")}
	for _, p := range v.Partnerships {
		t.Rows = append(t.Rows, sheet.Row{p.Name, p.Where, p.Status.Word, p.Since, p.TermEnd, p.LastNotice, p.LastSign, p.Documents, base + p.URL})
	}
	return t
}

func (v *handoverPage) peopleTable() sheet.Table {
	t := sheet.Table{Name: "1", Language: v.Lang, Columns: v.columns("handover.name", "handover.role", "handover.since")}
	for _, o := range v.Officers {
		t.Rows = append(t.Rows, sheet.Row{o.Name, o.Role, o.Since})
	}
	return t
}
