package mail

import (
	"fmt"
	"net/url"
	"strings"

	"twintown/internal/platform/lang"
)

// content is what a mail says, in the recipient's language, before it becomes text and
// HTML.
type content struct {
	Greeting    string       `json:"greeting"`
	Before      []string     `json:"before"`
	Items       []string     `json:"items,omitempty"`
	Parts       []part       `json:"parts,omitempty"`
	Button      string       `json:"button,omitempty"`
	Link        string       `json:"link,omitempty"`
	After       []string     `json:"after,omitempty"`
	Site        string       `json:"site"`
	Home        string       `json:"home"`
	Foot        string       `json:"foot"`
	Leave       string       `json:"leave,omitempty"` // the words of the link that ends such mails
	Unsubscribe string       `json:"unsubscribe,omitempty"`
	ReplyTo     string       `json:"reply_to,omitempty"`
	Attach      []Attachment `json:"attach,omitempty"`
}

// part is a [Part] in the recipient's language.
type part struct {
	Heading string  `json:"heading"`
	Entries []entry `json:"entries"`
	Rest    string  `json:"rest,omitempty"`
}

type entry struct {
	Title    string   `json:"title"`
	Language string   `json:"language,omitempty"`
	Lines    []string `json:"lines,omitempty"`
	Link     string   `json:"link"`
}

// parts writes the parts of a mail. An address that a mail cannot link to is an error.
func parts(list []Part, p *lang.Printer) (all []part, err error) {
	for _, x := range list[:min(len(list), mostItems)] {
		y := part{Heading: cut(clean(p.Message(x.Heading)), mostParagraph), Rest: cut(clean(p.Message(x.Rest)), mostParagraph)}
		for _, e := range x.Entries[:min(len(x.Entries), mostItems)] {
			z := entry{Title: cut(clean(e.Title), mostSubject), Language: e.Language}
			if z.Link, err = web(e.Link); err != nil {
				return nil, err
			}
			for _, line := range e.Lines[:min(len(e.Lines), mostItems)] {
				z.Lines = append(z.Lines, cut(clean(p.Message(line)), mostParagraph))
			}
			y.Entries = append(y.Entries, z)
		}
		all = append(all, y)
	}
	return all, nil
}

// Limits: a mail is a short letter. A digest of a large region has some dozen items;
// what exceeds this is cut or refused before it is stored.
const (
	mostSubject   = 200
	mostParagraph = 4000
	mostItems     = 200
	mostAttached  = 1 << 20
	mostLink      = 2000
)

// write makes subject and content from the messages of the kind.
func (o *Outbox) write(m Mail) (subject string, c content, err error) {
	p := o.catalog.Printer(m.Language)
	prefix := "mail." + m.Kind
	say := func(name string) string {
		return cut(clean(p.Message(lang.Message{Key: prefix + name, Args: m.Args})), mostParagraph)
	}
	site := o.site(m.Language)
	c = content{
		Greeting: p.T("mail.greeting"), Site: cut(clean(site.Name), mostName), Home: site.Address,
		Foot: p.T("mail.foot"), Attach: m.Attach,
	}
	if p.Has(prefix + ".greeting") {
		c.Greeting = say(".greeting")
	}
	for _, name := range []string{".body", ".body2", ".body3"} {
		if p.Has(prefix + name) {
			c.Before = append(c.Before, say(name))
		}
	}
	for _, paragraph := range m.Said[:min(len(m.Said), mostItems)] {
		c.Before = append(c.Before, cut(clean(paragraph), mostParagraph))
	}
	if !p.Has(prefix+".subject") || len(c.Before) == 0 {
		return "", c, fmt.Errorf("no messages %s.subject and %s.body", prefix, prefix)
	}
	if p.Has(prefix + ".after") {
		c.After = []string{say(".after")}
	}
	for _, item := range m.Items[:min(len(m.Items), mostItems)] {
		c.Items = append(c.Items, cut(clean(p.Message(item)), mostParagraph))
	}
	if c.Parts, err = parts(m.Parts, p); err != nil {
		return "", c, err
	}
	if m.Link != "" && !p.Has(prefix+".button") {
		return "", c, fmt.Errorf("no message %s.button", prefix)
	}
	if m.Link != "" {
		c.Button = say(".button")
	}
	if m.Unsubscribe != "" {
		c.Leave = p.T("mail.leave")
	}
	return cut(say(".subject"), mostSubject), c, c.check(m)
}

// check takes in what the caller gave as it is, when it is fit for a header and a link.
func (c *content) check(m Mail) (err error) {
	if c.Link, err = web(m.Link); err != nil {
		return err
	}
	if c.Unsubscribe, err = web(m.Unsubscribe); err != nil {
		return err
	}
	if m.ReplyTo != "" {
		reply, err := ParseAddress(m.ReplyTo)
		if err != nil {
			return err
		}
		c.ReplyTo = string(reply)
	}
	size := 0
	for _, a := range m.Attach {
		size += len(a.Data)
		if a.Name != clean(a.Name) || a.Type != clean(a.Type) || strings.ContainsAny(a.Name, `/\"`) {
			return fmt.Errorf("attachment %q of type %q", a.Name, a.Type)
		}
	}
	if size > mostAttached {
		return fmt.Errorf("attachments of %d bytes, at most %d", size, mostAttached)
	}
	return nil
}

// web checks an address that a mail links to.
func web(address string) (string, error) {
	if address == "" {
		return "", nil
	}
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || len(address) > mostLink {
		return "", fmt.Errorf("a mail cannot link to %q", cut(clean(address), 80))
	}
	return u.String(), nil
}
