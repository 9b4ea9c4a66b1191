package web

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"twintown/internal/document"
	"twintown/internal/people"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/seek/relay"
)

func itoa64(n int64) string { return strconv.FormatInt(n, 10) }

// mostShown is how many entries a page shows at first: those of some months.
const mostShown = 60

// conversationPage is a thread, and the form in which the reader goes on writing.
type conversationPage struct {
	page
	Base     string
	Here     placeView // the reader's town
	There    placeView // the other
	About    *link     // the request
	Steps    []link    // to the procedure of the two towns, or to its beginning
	AboutOff string    // says that the request is not open any more
	Letters  []letterView
	Older    string // address with all entries; "": all are here
	Readers  string // other towns that read along; "": none
	Along    bool   // the reader's town does so: another answers for it
	Mute     string // why the reader's side cannot write now; "": it can
	Seen     string // how far the other side has read
	Write    *composer
	State    relay.State
	Blocked  bool // by the reader's side
	Reported bool // by the reader's side, and it waits
	Last     int64
	Engine   bool  // own words can be translated here
	side     int64 // the place for which the reader reads
	left     int64 // the side at the left: hers, or the one that answers for her town
	c        relay.Conversation
}

// letterView is an entry as the page shows it.
type letterView struct {
	ID, Number   string
	Mine, Fresh  bool
	Who, When    string
	ISO          string
	Event        string // what happened, where it is no message
	Words        string // what was written with it
	Before       []string
	After        []string
	Text, Lang   string
	Engine       string // said of a translation
	Original     string
	OriginalLang string
	OriginalName string
	Pending      string // why it is not translated yet
	Live         string // address that tells when the translation is there; "": none is on its way
	Ask          string // address that orders a translation; "": none is to be had
	Files        []documentView
}

// aboutRequest is the title of a request, "" where there is none.
func (s *Site) aboutRequest(r *http.Request, p *page, id string) (string, error) {
	if id == "" || s.rooms.Requests == nil {
		return "", nil
	}
	x, err := s.rooms.Requests.ByID(r.Context(), id)
	if errs.KindOf(err) == errs.NotFound {
		return p.t("relay.request_gone"), nil
	}
	t, _, _ := x.In(p.Lang, s.languages)
	return t.Title, err
}

// conversation shows a thread, and notes that the reader's side has it before it.
func (s *Site) conversation(w http.ResponseWriter, r *http.Request, code string) error {
	v, err := s.newConversationPage(w, r, code)
	if err != nil {
		return err
	}
	if err := s.rooms.Relay.Saw(r.Context(), v.c.ID, v.side, v.c.Last); err != nil && errs.KindOf(err) == errs.Internal {
		return err // a full disk takes no note, and shows the thread all the same
	}
	return s.write(w, http.StatusOK, "conversation", v)
}

func (s *Site) newConversationPage(w http.ResponseWriter, r *http.Request, code string) (*conversationPage, error) {
	c, err := s.conversationOf(r)
	if err != nil {
		return nil, err
	}
	side, along, err := s.readingPlace(r, c)
	if err != nil {
		return nil, err
	}
	if side == 0 {
		return nil, errNoPage
	}
	left := side
	if along {
		left = c.To // who seeks was written to
	}
	path := "/desk/conversations/" + c.ID
	v := &conversationPage{page: s.newDesk(w, r, code, path, "/desk/conversations"), Base: "/" + code + path, side: side, left: left, Along: along, c: c, State: c.State, Last: c.Last, Engine: s.rooms.Relay.Translates()}
	now := s.rooms.World()
	v.Here, v.There = v.placeView(now, left), v.placeView(now, c.Other(left))
	v.Title = v.There.Name
	v.Blocked = slices.Contains(c.BlockedBy, side)
	if why, mute := c.Mute(side); mute {
		v.Mute = v.p.Message(why)
	}
	if err := s.fillReaders(r, v); err != nil {
		return nil, err
	}
	if err := s.fillAbout(r, v); err != nil {
		return nil, err
	}
	if err := s.fillOnward(r, v); err != nil {
		return nil, err
	}
	if v.Reported, err = s.rooms.Relay.Reported(r.Context(), c.ID, side); err != nil {
		return nil, err
	}
	if err := s.fillLetters(r, v); err != nil {
		return nil, err
	}
	v.Write, err = s.newComposer(r, &v.page, left, c.Other(left))
	return v, err
}

// fillAbout says what the thread is about, also when the request is open no more.
func (s *Site) fillAbout(r *http.Request, v *conversationPage) error {
	if v.c.Request == "" || s.rooms.Requests == nil {
		return nil
	}
	x, err := s.rooms.Requests.ByID(r.Context(), v.c.Request)
	if errs.KindOf(err) == errs.NotFound {
		v.AboutOff = v.t("relay.request_gone")
		return nil
	}
	if err != nil {
		return err
	}
	t, _, _ := x.In(v.Lang, s.languages)
	v.About = &link{t.Title, "/" + v.Lang + "/seek/" + x.Handle}
	if !x.Open(s.today().String()) {
		v.AboutOff = v.t("relay.request_over")
	}
	return nil
}

// fillOnward leads on from letters to the steps towards an agreement.
func (s *Site) fillOnward(r *http.Request, v *conversationPage) error {
	if s.rooms.Procedures == nil || v.Along {
		return nil
	}
	all, err := s.rooms.Procedures.Between(r.Context(), v.c.Sides()...)
	if err != nil {
		return err
	}
	for _, p := range all {
		v.Steps = append(v.Steps, link{v.t("relay.steps.open"), "/" + v.Lang + "/desk/procedures/" + p.ID})
	}
	if len(all) == 0 {
		ask := url.Values{"with": {itoa64(v.c.Other(v.side))}, "conversation": {v.c.ID}}
		if v.c.Request != "" {
			ask.Set("request", v.c.Request)
		}
		v.Steps = []link{{v.t("procedure.begin"), "/" + v.Lang + newProcedureAt(v.side) + "?" + ask.Encode()}}
	}
	return nil
}

func (s *Site) fillLetters(r *http.Request, v *conversationPage) error {
	all, err := s.rooms.Relay.Entries(r.Context(), v.c.ID, v.side)
	if err != nil {
		return err
	}
	seen, err := s.rooms.Relay.Seen(r.Context(), v.c.ID)
	if err != nil {
		return err
	}
	v.Seen = v.seenByOther(all, seen[v.c.Other(v.left)])
	if len(all) > mostShown && !r.URL.Query().Has("all") {
		all, v.Older = all[len(all)-mostShown:], v.Base+"?all"
	}
	names, err := s.authors(r, all)
	if err != nil {
		return err
	}
	for _, m := range all {
		l, err := s.letterView(r, v, m, names)
		if err != nil {
			return err
		}
		l.Fresh = m.Number > seen[v.side] && m.Side != v.side
		v.Letters = append(v.Letters, l)
	}
	return nil
}

// authors are the names of those who wrote, by account.
func (s *Site) authors(r *http.Request, all []relay.Message) (map[string]string, error) {
	names := map[string]string{}
	for _, m := range all {
		if _, known := names[m.Author]; known || m.Author == "" {
			continue
		}
		a, err := s.rooms.People.Account(r.Context(), m.Author)
		if err != nil && errs.KindOf(err) != errs.NotFound {
			return nil, err
		}
		names[m.Author] = a.Name
	}
	return names, nil
}

// seenByOther says whether the other side has read the reader's last message.
func (v *conversationPage) seenByOther(all []relay.Message, seen int64) string {
	for _, m := range slices.Backward(all) {
		if m.Side == v.side && m.Event == "" {
			if m.Number <= seen {
				return v.t("relay.seen")
			}
			return v.t("relay.not_seen")
		}
	}
	return ""
}

func (s *Site) letterView(r *http.Request, v *conversationPage, m relay.Message, names map[string]string) (letterView, error) {
	l := s.readingView(&v.page, m)
	l.Mine, l.Who = m.Side == v.left, s.authorOf(&v.page, m, names, v.side)
	if m.Event != "" {
		place := s.townOf(&v.page, v.c.Other(v.left))
		if m.Event == relay.WasClosed || m.Event == relay.WasOpened {
			place = s.townOf(&v.page, m.Side)
		}
		l.Event, l.Words = v.t("relay.event."+string(m.Event), "place", place), m.Text
		return l, nil
	}
	if v.Engine && !v.Along && m.Text != "" && m.Language != v.Lang && l.Engine == "" && (l.Pending == "" || m.Translations[v.Lang].State == relay.Failed) {
		l.Ask = v.Base + "/translate"
	}
	if m.Text != "" && m.Translations[v.Lang].State == relay.Waiting {
		l.Live = v.Base + "/letters/" + l.Number
	}
	if len(m.Files) == 0 || s.rooms.Documents == nil {
		return l, nil
	}
	docs, err := s.rooms.Documents.OfIDs(r.Context(), m.Files)
	for _, d := range docs {
		l.Files = append(l.Files, v.fileView(d))
	}
	return l, err
}

// fileView is a file of the conversation: its own address hands it out, since nobody else may
// have it.
func (v *conversationPage) fileView(d document.Document) documentView {
	f := documentView{ID: d.ID, Title: d.TitleIn(v.Lang), About: v.aboutDocument(d), URL: v.Base + "/files/" + d.ID}
	if d.Kind.Image() {
		f.Image = &imageView{f.URL, d.Display.Width, d.Display.Height}
	}
	for _, x := range d.Warnings() {
		f.Warnings = append(f.Warnings, v.p.Message(x))
	}
	return f
}

// readingView is a message as a reader of the page's language reads it.
func (s *Site) readingView(p *page, m relay.Message) letterView {
	name := func(n int64) string { return s.townOf(p, n) }
	read := m.In(p.Lang, name)
	l := letterView{ID: m.ID, Number: itoa64(m.Number), When: p.moment(m.At), ISO: m.At.UTC().Format("2006-01-02T15:04:05Z"), Text: read.Text, Lang: read.Language}
	for _, x := range read.Before {
		l.Before = append(l.Before, p.p.Message(x))
	}
	for _, x := range read.After {
		l.After = append(l.After, p.p.Message(x))
	}
	switch {
	case read.Engine != "":
		l.Engine = p.t("relay.machine", "engine", read.Engine)
		l.Original, l.OriginalLang, l.OriginalName = read.Original, m.Language, p.p.LanguageName(m.Language)
	case read.State == relay.Waiting && read.Reason != "":
		l.Pending = p.t("relay.pending.later", "why", s.whyNot(p, read.Reason, m.Language))
	case read.State == relay.Waiting:
		l.Pending = p.t("relay.pending")
	case read.State == relay.Failed:
		l.Pending = p.t("relay.pending.failed", "why", s.whyNot(p, read.Reason, m.Language))
	}
	return l
}

// whyNot is what the last try of a translation met.
func (s *Site) whyNot(p *page, key, from string) string {
	switch key {
	case "error.translate.pair":
		return p.t(key, "from", from, "to", p.Lang)
	case "error.translate.key", "error.translate.busy", "error.translate.nonsense", "error.translate.rests", "error.translate.refused", "error.translate.long":
		return p.t(key)
	}
	return p.t("error.translate.busy")
}

// authorOf is the office that wrote. The reader's own colleagues are named; those of the other
// side where they allow it.
func (s *Site) authorOf(p *page, m relay.Message, names map[string]string, side int64) string {
	name := names[m.Author]
	switch {
	case m.Side == 0:
		return p.t("relay.by.site")
	case name != "" && (m.Named || m.Side == side):
		return besideName(name, s.townOf(p, m.Side), s.rooms.World().Places.Endonym(m.Side))
	}
	return p.t("relay.by.office", "place", s.townOf(p, m.Side))
}

// conversationFile hands out a file to the two towns.
func (s *Site) conversationFile(w http.ResponseWriter, r *http.Request, _ string) error {
	c, err := s.conversationOf(r)
	if err != nil {
		return err
	}
	id := r.PathValue("document")
	side, _, err := s.readingPlace(r, c)
	if err != nil {
		return err
	}
	ok, err := s.rooms.Relay.FileOf(r.Context(), c.ID, side, id)
	if err != nil {
		return err
	}
	if !ok || s.rooms.Documents == nil {
		return errNoDocument()
	}
	d, err := s.rooms.Documents.Of(r.Context(), id)
	if err != nil || d.Gone() {
		return errNoDocument()
	}
	return s.deliver(w, r, d.Deliver(!d.Kind.Image()))
}

// actOnConversation closes, opens, blocks and so on, and offers to take that back.
func (s *Site) actOnConversation(w http.ResponseWriter, r *http.Request, code string) error {
	v, err := s.newConversationPage(w, r, code)
	if err != nil {
		return err
	}
	store, who, id, side := s.rooms.Relay, actorOf(r), v.c.ID, v.side
	return s.sent(w, r, "conversation", v, &v.Write.Form, func(f *form) (err error) {
		undo := ""
		next := v.Base
		switch act := r.PathValue("act"); act {
		case "close":
			err, undo = store.Close(r.Context(), who, id, side, f.text("why")), "open"
		case "open":
			err = store.Reopen(r.Context(), who, id, side)
		case "block":
			err, undo = store.Block(r.Context(), who, id, side), "unblock"
		case "unblock":
			err, undo = store.Unblock(r.Context(), who, id, side), "block"
		case "unreport":
			err = store.TakeBack(r.Context(), who, id, side)
		case "translate":
			if err = s.take(w, r, people.Tap{Limit: people.AskTranslation, Who: who.Account}); err == nil {
				err = store.Want(r.Context(), who, id, side, f.text("message"), code)
			}
			next += "#m-" + f.text("number")
		default:
			return errNoPage
		}
		if err != nil {
			return err
		}
		if undo != "" {
			undo = v.Base + "/" + undo
		}
		return s.done(w, r, code, next, lang.Msg("relay.done."+r.PathValue("act"), "place", v.There.Name), undo)
	})
}

// stopTownMails asks whether mails about messages shall end: mail programs follow links by
// themselves.
func (s *Site) stopTownMails(w http.ResponseWriter, r *http.Request, code string) error {
	if s.rooms.Relay == nil {
		return errNoPage
	}
	v := s.newStopMails(r, code)
	if _, err := s.rooms.Relay.Stoppable(v.Key); err != nil {
		return err
	}
	return s.write(w, http.StatusOK, "conversation-stop", v)
}

// takeStopTownMails ends them: the form's button, or a mail program's own (RFC 8058).
func (s *Site) takeStopTownMails(w http.ResponseWriter, r *http.Request, code string) error {
	if s.rooms.Relay == nil {
		return errNoPage
	}
	v := s.newStopMails(r, code)
	if err := s.rooms.Relay.Stop(r.Context(), v.Key); err != nil {
		return err
	}
	v.Done = true
	return s.write(w, http.StatusOK, "conversation-stop", v)
}

func (s *Site) newStopMails(r *http.Request, code string) *stopPage {
	v := &stopPage{page: s.newPage(r, code, "/conversations/stop"), Key: r.FormValue("key")}
	v.Title, v.NoIndex, v.keep = v.t("relay.stop.title"), true, false
	return v
}

// answerView is the way from a town or a request to a letter, or what keeps the reader from it.
type answerView struct {
	URL   string // "": she cannot
	Label string
	Why   string // who can write, where she cannot
	Claim string // where somebody asks to be confirmed
}

// answerTo is the button by which the reader writes to a town, about a request ("": none).
func (s *Site) answerTo(r *http.Request, p *page, to int64, handle string) *answerView {
	if s.rooms.Relay == nil {
		return nil
	}
	label := "relay.write_to"
	if handle != "" {
		label = "relay.answer"
	}
	v := &answerView{Label: p.t(label)}
	a := actorOf(r)
	own := slices.DeleteFunc(a.PlacesOf(people.Officer), func(n int64) bool { return n == to })
	if len(own) > 0 {
		ask := []string{"from=" + itoa64(own[0])}
		if handle != "" {
			ask = append(ask, "request="+handle)
		} else {
			ask = append(ask, "to="+itoa64(to))
		}
		v.URL = "/" + p.Lang + "/desk/conversations/new?" + strings.Join(ask, "&")
		return v
	}
	if len(a.PlacesOf(people.Officer)) > 0 {
		return nil // it is her own town
	}
	v.Why, v.Claim = p.t("relay.who"), "/"+p.Lang+"/account/claim"
	return v
}

// writeTo is the button on a town's page: only for an officer of another town, and only where
// somebody would read the letter.
func (s *Site) writeTo(r *http.Request, p *page, to int64) (*answerView, error) {
	v := s.answerTo(r, p, to, "")
	if v == nil || v.URL == "" {
		return nil, nil
	}
	officers, err := s.rooms.Relay.Officers(r.Context(), to)
	if err != nil || len(officers) == 0 {
		return nil, err
	}
	return v, nil
}

// letterPage is one entry alone, for a page that waits for its translation.
type letterPage struct {
	page
	Letter letterView
}

// letterPart shows one entry, as the thread shows it now.
func (s *Site) letterPart(w http.ResponseWriter, r *http.Request, code string) error {
	v, err := s.newConversationPage(w, r, code)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(v.Letters, func(l letterView) bool { return l.Number == r.PathValue("number") })
	if i < 0 {
		return errNoPage
	}
	return s.write(w, http.StatusOK, "conversation-letter", &letterPage{v.page, v.Letters[i]})
}
