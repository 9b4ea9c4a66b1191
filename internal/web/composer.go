package web

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"twintown/internal/document"
	"twintown/internal/people"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/seek/phrase"
	"twintown/internal/seek/relay"
	"twintown/internal/topic"
)

// composer is the form of a message: own words, sentences of the phrase book, files.
type composer struct {
	Form      *form
	Text      fieldView
	Languages []option
	Book      []situationView
	Ticked    int // sentences that are ticked
	Named     bool
	Name      string // the writer's own
	Upload    *uploadView
	Mine      *letterView // as it will look; nil: no preview was asked for
	Theirs    *letterView
	TheirLang string
	Engine    bool // own words will be translated
	Nobody    bool // the other town has no officer now
	p         *page
	side      int64
	theirs    string // language of the other side's officers
	intakes   []document.Intake
}

// situationView is a part of the phrase book.
type situationView struct {
	Name    string
	Open    bool // something of it is ticked
	Phrases []phraseView
}

// phraseView is a sentence that can be ticked, with what it is about.
type phraseView struct {
	Code, Text string
	Ticked     bool
	Fault      string
	Topics     []option
	Languages  []option
	Count      *fieldView
	Days       []fieldView
}

// newComposer makes an empty form of a message from one town to another.
func (s *Site) newComposer(r *http.Request, p *page, side, other int64) (*composer, error) {
	c := &composer{p: p, side: side, Name: actorOf(r).Name, Engine: s.rooms.Relay.Translates(), theirs: p.Lang}
	wish, err := s.rooms.Relay.WishOf(r.Context(), actorOf(r).Account)
	if err != nil {
		return nil, err
	}
	officers, err := s.rooms.Relay.Officers(r.Context(), other)
	if err != nil {
		return nil, err
	}
	if len(officers) > 0 && s.catalog.Has(officers[0].Language) {
		c.theirs = officers[0].Language
	}
	c.Nobody = len(officers) == 0
	c.TheirLang = p.p.LanguageName(c.theirs)
	values := url.Values{"language": {p.Lang}}
	if wish.Named {
		values.Set("named", "1")
	}
	c.Form = newForm(p, values)
	s.fillComposer(c)
	return c, nil
}

// fillComposer makes the views of the fields from what the form holds.
func (s *Site) fillComposer(c *composer) {
	f, p := c.Form, c.p
	c.Text = f.Area("text", "relay.text", "relay.text.hint", 7)
	c.Text.Max = 20_000 // as the store bounds it
	if c.Engine {
		c.Text.Hint = p.t("relay.text.hint.engine")
	}
	c.Languages = s.mailLanguages(f.raw("language"))
	c.Named = f.checked("named")
	if s.rooms.Documents != nil {
		c.Upload = s.uploadView(f, p, c.intakes)
	}
	c.Book, c.Ticked = nil, 0
	for _, situation := range phrase.Situations() {
		v := situationView{Name: p.t("phrase.situation." + string(situation))}
		for _, x := range phrase.In(situation) {
			one := s.phraseView(c, x)
			if one.Ticked {
				v.Open = true
				c.Ticked++
			}
			v.Phrases = append(v.Phrases, one)
		}
		c.Book = append(c.Book, v)
	}
}

// phraseView is a sentence as it stands in the book: what it is about is left open.
func (s *Site) phraseView(c *composer, x phrase.Phrase) phraseView {
	f, p := c.Form, c.p
	v := phraseView{Code: x.Code, Ticked: f.Ticked("phrase", x.Code), Fault: f.FaultOf("phrase." + x.Code)}
	field := func(name, kind, label string) fieldView {
		one := f.Field(name+"."+x.Code, kind, label, "", "off")
		one.Required = true // says so only where it is ticked
		return one
	}
	said := phrase.Said{Code: x.Code, Town: c.side}
	switch x.Takes {
	case phrase.Topics:
		for _, t := range topic.All() {
			v.Topics = append(v.Topics, option{Value: t.Code, Name: p.p.Message(topic.Label(t.Code)), Chosen: f.Ticked("topics."+x.Code, t.Code)})
		}
	case phrase.Languages:
		for _, code := range s.languages {
			v.Languages = append(v.Languages, option{Value: code, Name: p.p.LanguageName(code), Chosen: f.Ticked("languages."+x.Code, code)})
		}
	case phrase.Count:
		one := field("count", "number", "relay.count")
		v.Count = &one
	case phrase.Day:
		v.Days = []fieldView{field("day", "date", "relay.day")}
	case phrase.Days:
		v.Days = []fieldView{field("day", "date", "relay.day.first"), field("last", "date", "relay.day.last")}
	}
	if x.Takes == phrase.None || x.Takes == phrase.Town {
		v.Text = p.p.Message(said.Message(func(n int64) string { return s.townOf(p, n) }))
	} else {
		v.Text = p.t("relay.open." + x.Code)
	}
	return v
}

// said are the sentences that were ticked, with what they are about.
func (c *composer) said() (all []phrase.Said) {
	f := c.Form
	for _, code := range f.all("phrase") {
		x, ok := phrase.Get(code)
		if !ok {
			continue // of an older page
		}
		s := phrase.Said{Code: code}
		switch x.Takes {
		case phrase.Topics:
			s.Topics = f.all("topics." + code)
		case phrase.Languages:
			s.Languages = f.all("languages." + code)
		case phrase.Count:
			s.Count = f.number("count." + code)
		case phrase.Day:
			s.Day = f.text("day." + code)
		case phrase.Days:
			s.Day, s.Last = f.text("day."+code), f.text("last."+code)
		case phrase.Town:
			s.Town = c.side
		}
		all = append(all, s)
	}
	return all
}

// message is what the form says.
func (c *composer) message() relay.Message {
	m := relay.Message{Language: c.Form.text("language"), Text: c.Form.text("text"), Phrases: c.said(), Named: c.Form.checked("named")}
	for _, in := range c.intakes {
		m.Intakes = append(m.Intakes, in.ID)
	}
	return m
}

// sentMessage reads the form of a message and hands it to send, unless a preview was asked
// for. What is wrong is shown above what was typed.
func (s *Site) sentMessage(w http.ResponseWriter, r *http.Request, name string, v rendered, c *composer, send func(m relay.Message) error) (err error) {
	if s.rooms.Documents == nil {
		c.Form, err = readForm(r, c.p)
	} else {
		c.Form, c.intakes, err = s.readFiles(r, c.p)
	}
	if err != nil {
		return err
	}
	if !slices.Contains(s.languages, c.Form.text("language")) {
		c.Form.fail("language", lang.Msg("error.relay.language"))
	}
	m := c.message()
	again := func(err error) error {
		status := http.StatusUnprocessableEntity
		if err != nil {
			s.fillComposer(c)
			return s.againWith(w, c, name, v, err)
		}
		if c.Form.ok() {
			status = http.StatusOK
		}
		s.fillComposer(c)
		return s.write(w, status, name, v)
	}
	if !c.Form.ok() {
		return again(nil)
	}
	if c.Form.raw("do") == "preview" {
		if err := phrase.Check(m.Phrases); err != nil {
			return again(err)
		}
		s.showBoth(c, m)
		return again(nil)
	}
	if err := send(m); err != nil {
		return again(err)
	}
	return nil
}

// againWith shows the form once more with what is wrong.
func (s *Site) againWith(w http.ResponseWriter, c *composer, name string, v rendered, err error) error {
	if errs.KindOf(err) == errs.Forbidden {
		return err
	}
	if c.Form.take(err) {
		status := http.StatusUnprocessableEntity
		if overtaken(err) {
			status = http.StatusConflict
		}
		s.fillComposer(c) // the faults of sentences
		return s.write(w, status, name, v)
	}
	return s.again(w, c.Form, name, v, err)
}

// showBoth shows the message as both sides will read it.
func (s *Site) showBoth(c *composer, m relay.Message) {
	m.Side, m.At = c.side, s.clock.Now()
	mine := s.readingView(c.p, m)
	there := s.newPage(nil, c.theirs, "")
	theirs := s.readingView(&there, m)
	c.Mine, c.Theirs = &mine, &theirs
}

// taps are the limits of messages: of who writes, and of a town in one thread.
func taps(who people.Actor, thread string, side int64) []people.Tap {
	return []people.Tap{{Limit: people.SendMessage, Who: who.Account}, {Limit: people.SendThread, Who: thread + " " + strconv.FormatInt(side, 10)}}
}

// takeMessage sends a message in a thread.
func (s *Site) takeMessage(w http.ResponseWriter, r *http.Request, code string) error {
	v, err := s.newConversationPage(w, r, code)
	if err != nil {
		return err
	}
	return s.sentMessage(w, r, "conversation", v, v.Write, func(m relay.Message) error {
		limits := taps(actorOf(r), v.c.ID, v.side)
		if err := s.take(w, r, limits...); err != nil {
			return err
		}
		if err := s.rooms.Relay.Write(r.Context(), actorOf(r), v.c.ID, v.side, v.Write.Form.number("seen"), m); err != nil {
			s.giveBack(r, limits) // nothing was sent
			return err
		}
		return s.done(w, r, code, v.Base+"#end", lang.Msg("relay.done.sent"), "")
	})
}
