package mail

import (
	"bytes"
	"embed"
	"html/template"
	netmail "net/mail"
	"slices"
	"strings"
	"time"

	gomail "github.com/wneessen/go-mail"
)

//go:embed letter.html
var letterFile embed.FS

// letter is the HTML side of every mail. It is read anew for each, which costs less than
// the server's answer, so that nothing is global.
func letter() (*template.Template, error) { return template.ParseFS(letterFile, "letter.html") }

// text is the plain side: the paragraphs, each link on a line of its own.
func (c content) text() string {
	var b strings.Builder
	paragraph := func(s string) {
		if s != "" {
			b.WriteString(s + "\n\n")
		}
	}
	paragraph(c.Greeting)
	for _, p := range c.Before {
		paragraph(p)
	}
	for _, item := range c.Items {
		b.WriteString("• " + item + "\n")
	}
	if len(c.Items) > 0 {
		b.WriteString("\n")
	}
	for _, part := range c.Parts {
		paragraph(strings.ToUpper(part.Heading))
		for _, e := range part.Entries {
			paragraph("• " + strings.Join(slices.Concat([]string{e.Title}, e.Lines, []string{e.Link}), "\n  "))
		}
		paragraph(part.Rest)
	}
	if c.Link != "" {
		paragraph(c.Button + ":\n" + c.Link)
	}
	for _, p := range c.After {
		paragraph(p)
	}
	b.WriteString("-- \n" + c.Site + "\n" + c.Home + "\n" + c.Foot + "\n") // "-- " begins a signature
	if c.Unsubscribe != "" {
		b.WriteString(c.Leave + ":\n" + c.Unsubscribe + "\n")
	}
	return b.String()
}

// html is the other side of the same content.
func (c content) html(language, subject string) (string, error) {
	t, err := letter()
	if err != nil {
		return "", err
	}
	var b bytes.Buffer
	err = t.Execute(&b, struct {
		content
		Language, Subject string
	}{c, language, subject})
	return b.String(), err
}

// compose makes the message that goes to the server.
func (e envelope) compose(from netmail.Address, now time.Time) (*gomail.Msg, error) {
	m := gomail.NewMsg(gomail.WithNoDefaultUserAgent())
	m.FromMailAddress(&from)
	m.ToMailAddress(&netmail.Address{Name: e.name, Address: string(e.to)})
	m.Subject(e.subject)
	m.SetMessageIDWithValue(e.messageID)
	m.SetDateWithValue(now)
	m.SetGenHeader("Auto-Submitted", "auto-generated") // RFC 3834: holiday notices do not answer
	m.SetGenHeader("Content-Language", e.language)
	c := e.content
	if c.ReplyTo != "" {
		m.ReplyToMailAddress(&netmail.Address{Address: c.ReplyTo})
	}
	if c.Unsubscribe != "" {
		m.SetListUnsubscribe(c.Unsubscribe)
		if strings.HasPrefix(c.Unsubscribe, "https:") { // RFC 8058 wants https
			m.SetListUnsubscribePost()
		}
	}
	html, err := c.html(e.language, e.subject)
	if err != nil {
		return nil, err
	}
	m.SetBodyString(gomail.TypeTextPlain, c.text())
	m.AddAlternativeString(gomail.TypeTextHTML, html)
	for _, a := range c.Attach {
		if err := m.AttachReader(a.Name, bytes.NewReader(a.Data), gomail.WithFileContentType(gomail.ContentType(a.Type))); err != nil {
			return nil, err
		}
	}
	return m, nil
}
