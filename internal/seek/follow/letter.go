package follow

import (
	"cmp"
	"net/url"
	"slices"

	"twintown/internal/match"
	"twintown/internal/people"
	"twintown/internal/platform/lang"
	"twintown/internal/platform/mail"
	"twintown/internal/seek/fit"
	"twintown/internal/topic"
)

// mostReasons is how many reasons a mail gives: the page has all.
const mostReasons = 2

// mail is the letter with the news of a day.
func (d *Desk) mail(a people.Account, n int, parts []mail.Part, day string) mail.Mail {
	address := d.BaseURL + "/" + a.Language
	return mail.Mail{
		Kind: "follow", Key: "follow:" + a.ID + ":" + day, To: a.Email, Name: a.Name, Language: a.Language,
		Args: lang.Args{"n": n}, Parts: parts, Link: address + "/account/searches",
		Unsubscribe: address + "/searches/stop?key=" + url.QueryEscape(d.stopKey(a.ID)),
	}
}

// part tells what is new by one search.
func (d *Desk) part(s Search, fresh []fit.Fit, language string) mail.Part {
	p := mail.Part{Heading: lang.Msg("follow.heading", "name", s.Name)}
	if s.Place != 0 {
		p.Heading = lang.Msg("follow.heading.town", "name", d.Name(s.Place, language))
	}
	for _, f := range fresh[:min(len(fresh), mostTold)] {
		p.Entries = append(p.Entries, d.entry(f, language))
	}
	if rest := len(fresh) - mostTold; rest > 0 {
		p.Rest = lang.Msg("follow.rest", "n", rest)
	}
	return p
}

// entry tells one request: its title in the reader's language where it has one, its towns,
// why it fits, until when it takes answers, where it is.
func (d *Desk) entry(f fit.Fit, language string) mail.Entry {
	e := mail.Entry{Link: d.BaseURL + "/" + language + "/seek/" + f.Handle}
	text, code, ok := f.In(language, d.Languages)
	e.Title = text.Title
	if !ok {
		e.Title = f.Handle
	}
	var names []string
	for _, n := range f.Places {
		names = append(names, d.Name(n, language))
	}
	country := d.Town(f.Lead()).Country
	e.Lines = append(e.Lines, lang.Msg("follow.town", "names", names, "country", country))
	if ok && code != language {
		e.Language = code
		e.Lines = append(e.Lines, lang.Msg("follow.language", "language", code))
	}
	if why := strongest(f.Reasons); len(why) > 0 {
		for _, text := range why {
			e.Lines = append(e.Lines, lang.Msg("follow.why", "why", text))
		}
	} else {
		var topics []lang.Message
		for _, t := range f.Request.Topics {
			topics = append(topics, topic.Label(t))
		}
		e.Lines = append(e.Lines, lang.Msg("follow.topics", "names", topics))
	}
	if day, err := lang.ParseDate(f.ReplyBy); err == nil {
		e.Lines = append(e.Lines, lang.Msg("follow.reply_by", "day", day))
	}
	return e
}

// strongest are the weightiest reasons in favour.
func strongest(reasons []match.Reason) (texts []lang.Message) {
	list := slices.Clone(reasons)
	slices.SortStableFunc(list, func(a, b match.Reason) int { return cmp.Compare(b.Points, a.Points) })
	for _, r := range list {
		if r.Points > 0 && len(texts) < mostReasons {
			texts = append(texts, r.Text)
		}
	}
	return texts
}
