package people

import (
	"context"
	"encoding/json"

	"twintown/internal/platform/db"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/jobs"
	"twintown/internal/platform/lang"
)

// Letter is a mail that a change causes. Its texts are the messages mail.<Kind>.….
type Letter struct {
	Kind, To, Name, Language string
	Args                     lang.Args
	Path                     string // of the page to which its button leads, with the language; "": no button
	Secret                   bool   // the path opens something
}

// Post puts a letter into the outbox within the transaction of the change that causes it.
type Post func(ctx context.Context, tx *db.Tx, l Letter) error

// Door is how people come in: they register, are invited, get a new password, change
// their address. Each way leads through a one-time link that comes by mail, so an
// address is always proved.
//
// Who asks at the door learns nothing about who has an account: the question is put
// aside as a job, whatever the address is, and the answer goes to the mailbox alone. So
// text, status and time are the same for all.
type Door struct {
	store *Store
	queue *jobs.Queue
	post  Post
}

// NewDoor returns the door of a store. Questions wait in queue, whose runner must know
// [Door.Kinds]; letters go out by post.
func NewDoor(s *Store, queue *jobs.Queue, post Post) *Door { return &Door{s, queue, post} }

// Wish is what somebody asks for at the door.
type Wish string

// The wishes.
const (
	ToRegister Wish = "register"
	ToReset    Wish = "reset"
)

// knock is a question at the door, as its job carries it: sealed, since it names a person.
type knock struct {
	Wish     Wish   `json:"wish"`
	Email    string `json:"email"`
	Language string `json:"language"`
}

// knockKind is the kind of those jobs.
const knockKind = "people.knock"

// Kinds are the kinds of job that the door does.
func (d *Door) Kinds() []jobs.Kind { return []jobs.Kind{{Name: knockKind, Do: d.answer}} }

// Ask puts a wish aside. An address that cannot be one is errs.Invalid in the field
// "email"; nothing else depends on it.
func (d *Door) Ask(ctx context.Context, wish Wish, email, language string) (err error) {
	defer errs.Wrap(&err, "people.Ask(%s)", wish)
	if email, err = CleanEmail(email); err != nil {
		return err
	}
	text, err := json.Marshal(knock{wish, email, language})
	if err != nil {
		return err
	}
	return d.store.db.Write(ctx, func(tx *db.Tx) error {
		_, err := d.queue.Enqueue(ctx, tx, jobs.New{Kind: knockKind, Payload: d.store.key.Seal(knockKind, text)})
		return err
	})
}

// answer does what a wish asks for, in the transaction that ends its job.
func (d *Door) answer(ctx context.Context, j jobs.Job) error {
	var sealed string
	if err := j.Into(&sealed); err != nil {
		return jobs.Permanent(err)
	}
	text, err := d.store.key.Unseal(knockKind, sealed)
	if err != nil {
		return jobs.Permanent(err)
	}
	var k knock
	if err := json.Unmarshal(text, &k); err != nil {
		return jobs.Permanent(err)
	}
	account, known, err := d.store.ByEmail(ctx, k.Email)
	if err != nil {
		return err
	}
	return d.store.db.Write(ctx, func(tx *db.Tx) error {
		if err := d.grantWish(ctx, tx, k, account, known); err != nil {
			return err
		}
		return j.Finish(ctx, tx)
	})
}

func (d *Door) grantWish(ctx context.Context, tx *db.Tx, k knock, a Account, known bool) error {
	switch {
	case known && !a.Open():
		return nil // a closed account is told nothing
	case k.Wish == ToRegister && known:
		return d.post(ctx, tx, d.to(a, "account_known", "/sign-in", nil))
	case k.Wish == ToRegister:
		return d.confirm(ctx, tx, k)
	case !known:
		return nil
	}
	return d.reset(ctx, tx, a)
}

// to is a letter to an account's owner.
func (d *Door) to(a Account, kind, path string, args lang.Args) Letter {
	return Letter{Kind: kind, To: a.Email, Name: a.Name, Language: a.Language, Args: args, Path: "/" + a.Language + path}
}

func (d *Door) confirm(ctx context.Context, tx *db.Tx, k knock) error {
	if err := d.store.DropLinks(ctx, tx, LinkConfirm, "", k.Email); err != nil {
		return err
	}
	token, err := d.store.NewLink(ctx, tx, LinkConfirm, "", k.Email, nil)
	if err != nil {
		return err
	}
	return d.post(ctx, tx, Letter{Kind: "account_confirm", To: k.Email, Language: k.Language, Path: "/" + k.Language + "/welcome?key=" + token, Secret: true})
}

func (d *Door) reset(ctx context.Context, tx *db.Tx, a Account) error {
	token, err := d.store.ResetLink(ctx, tx, a.ID)
	if err != nil {
		return err
	}
	l := d.to(a, "account_reset", "/password?key="+token, nil)
	l.Secret = true
	return d.post(ctx, tx, l)
}

// Tell writes to the owner of an account that something about how she signs in changed:
// what is "password", "codes", "passkey", "recovery", "address", "lost".
func (d *Door) Tell(ctx context.Context, tx *db.Tx, a Account, what string) error {
	return d.post(ctx, tx, d.to(a, "account_security", "/account", lang.Args{"what": what}))
}
