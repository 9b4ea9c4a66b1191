package care

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"unicode/utf8"

	"twintown/internal/partnership"
	"twintown/internal/people"
	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
	"twintown/internal/source"
)

// Asked returns the inquiry that a mail's link is about, and its partnership. A link that
// cannot be used, or one of an inquiry that is over, is errs.NotFound.
func (d *Desk) Asked(ctx context.Context, token string) (q Inquiry, p partnership.Partnership, err error) {
	defer errs.Wrap(&err, "care.Asked")
	l, err := d.People.Link(ctx, people.LinkAnswer, token)
	if err != nil {
		return q, p, err
	}
	if q, err = d.ofLink(ctx, d.DB, l); err != nil {
		return q, p, err
	}
	p, err = d.Partnerships.ByID(ctx, q.Partnership)
	return q, p, err
}

func (d *Desk) ofLink(ctx context.Context, from db.Querier, l people.Link) (Inquiry, error) {
	var body linkBody
	if err := json.Unmarshal(l.Body, &body); err != nil {
		return Inquiry{}, err
	}
	q, err := d.inquiry(ctx, from, body.Inquiry)
	if err == nil && q.State != Open && q.State != Silent {
		err = errs.New(errs.NotFound, lang.Msg("error.link.used"), nil)
	}
	return q, err
}

// mostAnswer bounds what somebody writes beside an answer.
const mostAnswer = 1000

// check returns what is wrong with an answer, naming the field.
func (a Answer) check(today lang.Date) error {
	if !slices.Contains(Says(), a.Say) {
		return errs.In("say", lang.Msg("error.form.unreadable"))
	}
	if utf8.RuneCountInString(a.Text) > mostAnswer {
		return errs.In("text", lang.Msg("error.care.long", "max", mostAnswer))
	}
	when, err := partnership.ParseDate(a.When)
	if err != nil {
		return errs.In("when", errs.PublicOf(err))
	}
	if !when.IsZero() && when.Calendar().Compare(today) > 0 {
		return errs.In("when", lang.Msg("error.care.future"))
	}
	return nil
}

// Answer takes what a side says, once, by a mail's link. It becomes a claim with this
// answer as its source, and an act in the side's name where it says what happened and
// when; an end stays a claim, since an office enters it with its document. title is the
// source's title in the answer's language. An officer can take it back ([Desk.Undo]).
func (d *Desk) Answer(ctx context.Context, token string, a Answer, title string) error {
	return d.AnswerAs(ctx, people.Actor{}, token, a, title)
}

// AnswerAs is [Desk.Answer] by a person who has signed in and may record acts of the side: an
// end becomes an act in her name, beside the claim. The caller has asked the permission
// table. For the zero actor it is the one to whom the mail went, and an end a claim alone.
func (d *Desk) AnswerAs(ctx context.Context, by people.Actor, token string, a Answer, title string) (err error) {
	defer errs.Wrap(&err, "care.Answer")
	a.Text, a.Act = strings.TrimSpace(a.Text), a.Say == SayEnded && by.Account != ""
	if err := a.check(d.today()); err != nil {
		return err
	}
	l, err := d.People.Link(ctx, people.LinkAnswer, token)
	if err != nil {
		return err
	}
	who := by
	if who.Account == "" {
		if who, err = d.People.ActorOfAccount(ctx, l.Account); err != nil {
			return err
		}
	}
	return d.People.Log().Change(ctx, who, func(tx *db.Tx, note func(people.Entry)) error {
		used, err := d.People.Use(ctx, tx, people.LinkAnswer, token)
		if err != nil {
			return err
		}
		q, err := d.ofLink(ctx, tx, used)
		if err != nil {
			return err
		}
		told, err := d.tell(ctx, tx, who, note, q, a, title)
		if err != nil {
			return err
		}
		return d.keepAnswer(ctx, tx, note, q, a, told)
	})
}

func (d *Desk) keepAnswer(ctx context.Context, tx *db.Tx, note func(people.Entry), q Inquiry, a Answer, told toldBy) error {
	answer, err := json.Marshal(a)
	if err != nil {
		return err
	}
	back, err := json.Marshal(told)
	if err != nil {
		return err
	}
	note(people.Entry{
		Action: people.Propose, Kind: "partnership", ID: q.Partnership, Places: []int64{q.Side, q.AskedFor},
		Fields: []people.FieldChange{{Name: "answer", New: string(a.Say)}},
	})
	_, err = tx.ExecContext(ctx, `
		UPDATE inquiry
		   SET state = 'answered', answer = $1, answered = $2, told = $3
		 WHERE id = $4`, string(answer), tx.Now(), string(back), q.ID)
	return err
}

// statusOf is the status that an answer claims; "" for none.
func (a Answer) statusOf() string {
	switch a.Say {
	case SayActive:
		return partnership.Active.String()
	case SaySleeping:
		return partnership.Dormant.String()
	case SayEnded:
		return partnership.Terminated.String()
	}
	return ""
}

// tell writes what the answer says into the partnership.
func (d *Desk) tell(ctx context.Context, tx *db.Tx, who people.Actor, note func(people.Entry), q Inquiry, a Answer, title string) (told toldBy, err error) {
	status := a.statusOf()
	if status == "" {
		return told, nil
	}
	moment, err := d.Partnerships.Moment(ctx, tx, q.Partnership)
	if err != nil {
		return told, err
	}
	from := source.Source{
		Code: "answer-" + q.ID, Title: title, Publisher: d.Name(q.Side, q.Language), Language: q.Language, Published: d.today(), Retrieved: d.today(),
	}
	if err := d.Sources.Add(ctx, tx, from); err != nil {
		return told, err
	}
	claims := []source.Claim{{Field: "status", Value: status}}
	if a.Say == SayEnded && a.When != "" {
		claims = append(claims, source.Claim{Field: "end", Value: a.When})
	}
	for i := range claims {
		c := &claims[i]
		c.Subject, c.Source, c.Confidence, c.ConfirmedBy = partnership.Subject(q.Partnership), from.Code, source.Medium, []int64{q.Side}
		c.KnownSince = moment
	}
	if told.Claims, err = d.Sources.AddClaims(ctx, tx, "", claims); err != nil {
		return told, err
	}
	if act, ok := d.actOf(q, a, from.Code); ok {
		if told.Act, _, err = d.Partnerships.RecordWithin(ctx, tx, who, note, q.Partnership, act, nil); err != nil {
			return told, err
		}
	}
	return told, tx.TouchOne(ctx, "partnership", q.Partnership)
}

// actOf is the act that an answer tells: a joint activity whose day is given, that the side
// finds the partnership asleep, or that it ended, where the person may record that.
func (d *Desk) actOf(q Inquiry, a Answer, code string) (partnership.Act, bool) {
	when, _ := partnership.ParseDate(a.When) // checked before
	act := partnership.Act{By: []int64{q.Side}, Sources: []string{code}, Date: when}
	switch {
	case a.Say == SayActive && !when.IsZero():
		act.Type = partnership.ActActivity
	case a.Say == SaySleeping:
		act.Type = partnership.ActDormancy
		act.Date = partnership.On(d.today().Year, d.today().Month, d.today().Day)
	case a.Act:
		act.Type = partnership.ActTermination
	default:
		return act, false
	}
	return act, true
}

// Undo takes an answer back, inside a change: its act was known until now, its claims are
// withdrawn. What somebody edited since stays.
func (d *Desk) Undo(ctx context.Context, tx *db.Tx, who people.Actor, note func(people.Entry), partnershipID, inquiry string) (err error) {
	defer errs.Wrap(&err, "care.Undo")
	q, err := d.inquiry(ctx, tx, inquiry)
	if err != nil {
		return err
	}
	if q.Partnership != partnershipID || q.State != Answered {
		return errs.New(errs.NotFound, lang.Msg("error.people.reversal"), nil)
	}
	if q.told.Act != "" {
		if err := d.Partnerships.WithdrawWithin(ctx, tx, who, note, q.Partnership, q.told.Act, ""); err != nil {
			return err
		}
	}
	if _, err := d.Sources.WithdrawClaims(ctx, tx, q.told.Claims); err != nil {
		return err
	}
	note(people.Entry{
		Action: people.EditPart, Kind: "partnership", ID: q.Partnership, Places: []int64{q.Side, q.AskedFor},
		Fields: []people.FieldChange{{Name: "answer", Old: string(q.Answer.Say)}},
	})
	if err := d.move(ctx, tx, q.ID, Undone); err != nil {
		return err
	}
	return tx.TouchOne(ctx, "partnership", q.Partnership)
}
