package main

import (
	"context"
	"flag"
	"os"
	"strings"
	"time"

	"twintown/internal/document"
	"twintown/internal/people"
	"twintown/internal/platform/clock"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/platform/mail"
	"twintown/internal/platform/translate"
	"twintown/internal/privacy"
	"twintown/internal/seek"
	"twintown/internal/seek/relay"
)

// interpreter are the settings of machine translation.
type interpreter struct{ url, keyFile *string }

func translateFlags(fs *flag.FlagSet) interpreter {
	return interpreter{url: fs.String("translate-url", "", ""), keyFile: fs.String("translate-key-file", "", "")}
}

// translator is the translation server that the flags name; nil where they name none.
func (o interpreter) translator() (*translate.Server, error) {
	if *o.url == "" {
		return nil, nil
	}
	key := ""
	if *o.keyFile != "" {
		raw, err := os.ReadFile(*o.keyFile)
		if err != nil {
			return nil, errs.New(errs.Invalid, lang.Msg("error.translate.key_file", "file", *o.keyFile), err)
		}
		key = strings.TrimSpace(string(raw))
	}
	return translate.New(translate.Options{Address: *o.url, Key: key})
}

// openRelay opens the conversations of towns. The outbox, the documents and the translation
// server, where there is one, must be there already.
func (n *node) openRelay(base string, catalog *lang.Catalog) {
	opt := relay.Options{
		DB: n.db, Log: n.log, Key: n.key, Clock: clock.System(), People: n.people, Documents: n.documents, Queue: n.queue,
		Tell: n.tellTown(base, catalog),
		Together: func(ctx context.Context, q db.Querier, request string) ([]int64, error) {
			x, err := seek.ByIDIn(ctx, q, request)
			if errs.KindOf(err) == errs.NotFound {
				return nil, nil
			}
			return x.Places, err
		},
		Silent: func(ctx context.Context, tx *db.Tx, c relay.Conversation, side int64, to people.Account, on lang.Date) error {
			_, err := n.outbox.Queue(ctx, tx, mail.Mail{
				Kind: "relay_silent", Key: "relay.silent:" + c.ID + ":" + to.ID + ":" + on.String(), To: to.Email, Name: to.Name, Language: to.Language,
				Args: lang.Args{"place": n.world.Now().Places.DisplayName(c.Other(side), to.Language), "day": on},
				Link: base + "/" + to.Language + "/desk/conversations/" + c.ID,
			})
			return err
		},
		Alert: func(ctx context.Context, tx *db.Tx, report string, to people.Account) error {
			_, err := n.outbox.Queue(ctx, tx, mail.Mail{
				Kind: "relay_report", Key: "relay.report:" + report + ":" + to.ID, To: to.Email, Name: to.Name, Language: to.Language,
				Link: base + "/" + to.Language + "/desk/reports/" + report,
			})
			return err
		},
	}
	if n.translator != nil {
		opt.Translator = n.translator
	}
	n.relay = relay.NewStore(opt)
}

// tellTown writes to an officer what the other town wrote, in her language where it is there
// in it. No address of the other side stands in it, nor is one known here.
func (n *node) tellTown(base string, catalog *lang.Catalog) func(context.Context, *db.Tx, relay.News) error {
	return func(ctx context.Context, tx *db.Tx, news relay.News) error {
		l := townLetter{n: n, p: catalog.Printer(news.To.Language), languages: catalog.Languages(), news: news}
		said, err := l.paragraphs(ctx)
		if err != nil {
			return err
		}
		c, last := news.Conversation, news.Messages[len(news.Messages)-1]
		address := base + "/" + news.To.Language
		_, err = n.outbox.Queue(ctx, tx, mail.Mail{
			Kind: "relay", Key: "relay:" + last.ID + ":" + news.To.ID, To: news.To.Email, Name: news.To.Name, Language: news.To.Language,
			Args: lang.Args{"place": l.place(c.Other(news.Side)), "n": len(news.Messages)}, Said: said, Secret: true,
			Link: address + "/desk/conversations/" + c.ID, Unsubscribe: address + "/conversations/stop?key=" + news.Stop,
		})
		return err
	}
}

// townLetter is what a mail about messages says.
type townLetter struct {
	n         *node
	p         *lang.Printer
	languages []string // of the site, in their order
	news      relay.News
}

func (l townLetter) place(number int64) string {
	return l.n.world.Now().Places.DisplayName(number, l.p.Lang())
}

// mostMailed is how much of one message a mail holds: its first page. The rest is on the site.
const mostMailed = 3000

// paragraphs are the messages, one after the other.
func (l townLetter) paragraphs(ctx context.Context) (all []string, err error) {
	if id := l.news.Conversation.Request; id != "" && l.n.requests != nil {
		r, err := l.n.requests.ByID(ctx, id)
		if t, _, ok := r.In(l.p.Lang(), l.languages); err == nil && ok {
			all = append(all, l.p.T("relay.mail.about", "title", t.Title))
		}
	}
	for _, m := range l.news.Messages {
		said, err := l.message(ctx, m)
		if err != nil {
			return nil, err
		}
		all = append(all, said...)
	}
	return all, nil
}

func (l townLetter) message(ctx context.Context, m relay.Message) (all []string, err error) {
	add := func(text string) {
		if r := []rune(text); len(r) > mostMailed {
			text = string(r[:mostMailed]) + "…"
		}
		for line := range strings.SplitSeq(text, "\n") {
			if line = strings.TrimSpace(line); line != "" {
				all = append(all, line)
			}
		}
	}
	if m.Event != "" {
		add(l.p.T("relay.event."+string(m.Event), "place", l.place(l.news.Conversation.Other(l.news.Side))))
		add(m.Text)
		return all, nil
	}
	who, err := l.author(ctx, m)
	if err != nil {
		return nil, err
	}
	add(who)
	r := m.In(l.p.Lang(), l.place)
	for _, s := range r.Before {
		add(l.p.Message(s))
	}
	add(r.Text)
	for _, s := range r.After {
		add(l.p.Message(s))
	}
	if r.Engine != "" {
		add(l.p.T("relay.mail.original", "engine", r.Engine, "language", m.Language))
		add(r.Original)
	}
	if len(m.Files) > 0 {
		add(l.p.T("relay.mail.files", "n", len(m.Files)))
	}
	return all, nil
}

// author is the office that wrote, with the person's name where that was allowed.
func (l townLetter) author(ctx context.Context, m relay.Message) (string, error) {
	if !m.Named || m.Author == "" {
		return l.p.T("relay.by.office", "place", l.place(m.Side)) + ":", nil
	}
	a, err := l.n.people.Account(ctx, m.Author)
	if err != nil || a.Name == "" {
		return l.p.T("relay.by.office", "place", l.place(m.Side)) + ":", err
	}
	return l.p.T("relay.by.name", "name", a.Name, "place", l.place(m.Side)) + ":", nil
}

// relayHolder is the holder of what officers wrote to other towns. The letters stay with the
// town until their conversation's time is over.
func (n *node) relayHolder() privacy.Holder {
	store := n.relay
	if store == nil { // a command erases too, such as restore
		store = relay.NewStore(relay.Options{DB: n.db, Log: n.log, Key: n.key, Clock: clock.System(), People: n.people})
	}
	files := document.NewStore(n.db, nil, document.Options{Naming: n.partnerships.NamingDocument}) // of rows alone
	years := n.conversationYears
	if years == 0 {
		years = relay.KeptYears
	}
	return privacy.Holder{
		Name: "conversations",
		Export: func(ctx context.Context, p privacy.Person) (privacy.Export, error) {
			own, found, err := store.OwnOf(ctx, p.Account)
			if !found {
				return privacy.Export{}, err
			}
			return privacy.Export{Data: own}, err
		},
		Erase: func(ctx context.Context, tx *db.Tx, p privacy.Person) error { return relay.Erase(ctx, tx, p.Account) },
		Rules: []privacy.Rule{{
			Name: "conversations.ended", After: time.Duration(years) * 365 * 24 * time.Hour, Due: relay.Overdue,
			Purge: func(ctx context.Context, tx *db.Tx, before time.Time) (int, error) {
				return relay.Purge(ctx, tx, before, files.Erase)
			},
		}, {Name: "conversations.silent", After: relay.Quiet, Due: relay.Fallen, Purge: store.CloseFallen}},
	}
}
