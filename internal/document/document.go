// Package document keeps the files that belong to acts, meetings, articles and projects:
// the scanned agreement, the resolution, the photo of the signing.
//
// A file comes in two steps, because a form has other fields that may be wrong.
// [Store.Take] reads it, has it scanned and examined (platform/media), stores its
// bytes (platform/blob) and keeps an [Intake]: its number can stand in the form
// when that is shown again, so that nobody has to choose the file twice. Within a
// day [Store.Add] makes a [Document] of it, in the transaction of the change that
// names the document. What never becomes one is collected.
//
//	in, err := docs.Take(ctx, actor, header.Filename, part)       // an upload
//	err = log.Change(ctx, actor, func(tx *db.Tx, note func(people.Entry)) error {
//		doc, err := docs.Add(ctx, tx, note, actor, document.New{Intake: in.ID, …})
//		act.Documents = append(act.Documents, doc.ID)
//		…
//	})
//
// # Data model
//
// A document has a name, titles and descriptions by language, a language, and a
// visibility. Its bytes are an object; an image has a second one, drawn anew, which is
// what is shown: the original of an image is never public. A document that was taken
// away keeps its row, so that history can say so; one that was erased keeps nothing of
// its content either.
//
// [Store.Replace] gives a document another file. Its identifier and its address stay, so
// that whatever names it shows the newest [Version]; what it was before is kept for the
// desk.
//
// A job reads the file of each version in a process of its own (platform/paper): pages,
// text to be searched, a picture of the first page ([Content]). Until then, and where that
// fails, they are not known, and nothing waits for them.
//
// # Delivery
//
// A document has a home: the text, the meeting or the partnership to which it was added.
// What a public document's home and whatever else names it are to the public, the rooms
// above say ([Options.Standing]): one of a draft is for those alone who may see the draft.
//
// [Document.Deliver] says under which headers a document leaves. Whatever it is, a
// browser must not run it: it is sandboxed, never sniffed, and only images drawn
// anew and PDFs in which nothing acts by itself are opened inside of a page.
package document

import (
	"slices"
	"time"

	"twintown/internal/people"
	"twintown/internal/platform/lang"
	"twintown/internal/platform/media"
)

// Visibility says who may read a document.
type Visibility string

// The visibilities.
const (
	Public     Visibility = "public"
	Restricted Visibility = "restricted" // those whom the permission table allows
)

// Document is a file that belongs to something.
type Document struct {
	ID           string
	Kind         media.Kind
	Name         string // cleaned; "" once erased
	Blob         string // "" once erased
	Size         int64
	Display      Display
	Pages        int // 0: not known
	Flags        []media.Flag
	Title        map[string]string // by language
	Language     string            // of the content; "": not said
	Visibility   Visibility
	Places       []int64
	Organisation string
	Description  map[string]string // what it is about, by language
	Home         Home
	UploadedBy   string // account
	Created      time.Time
	Version      int       // 1 for the first file
	Changed      time.Time // when this version came
	ChangedBy    string    // account that sent it
	Content      Content   // what was read in it
	Removed      time.Time // zero: never
	Erased       time.Time // zero: never
}

// Home is what a document belongs to.
type Home struct {
	Kind, ID string // as people.Object has them; "": not said
	Meeting  string // ID, where that is a meeting
}

// Display is an image drawn anew; its Blob is "" where there is none.
type Display struct {
	Blob string
	media.Display
}

// Gone says whether the document can no longer be read by anybody.
func (d Document) Gone() bool { return !d.Removed.IsZero() || !d.Erased.IsZero() }

// ApartKind is the kind of home that alone hands its documents out: what two towns sent each
// other. No role at a place opens them, and who sent one cannot change or remove it afterwards.
const ApartKind = "conversation"

// Object returns what permission to the document depends on. The caller adds the
// areas in which its places lie.
func (d Document) Object() people.Object {
	if d.Home.Kind == ApartKind {
		return people.Object{Kind: kindName, ID: d.ID}
	}
	return people.Object{Kind: kindName, ID: d.ID, Places: d.Places, Owner: d.UploadedBy, Organisation: d.Organisation, Meeting: d.Home.Meeting}
}

// kindName is what documents are called in the audit chain.
const kindName = "document"

// TitleIn returns the document's title in the first of the languages that has one,
// else in any, else its name.
func (d Document) TitleIn(languages ...string) string {
	for _, l := range languages {
		if t := d.Title[l]; t != "" {
			return t
		}
	}
	all := make([]string, 0, len(d.Title))
	for l := range d.Title {
		all = append(all, l)
	}
	slices.Sort(all) // the same one each time
	for _, l := range all {
		if t := d.Title[l]; t != "" {
			return t
		}
	}
	return d.Name
}

// DescriptionIn returns what the document is about in the first of the languages in which
// that was written, and that language; "" where it was in none.
func (d Document) DescriptionIn(languages ...string) (text, language string) {
	for _, l := range languages {
		if t := d.Description[l]; t != "" {
			return t, l
		}
	}
	return "", ""
}

// flagKeys are the sentences by which readers are told of flags.
var flagKeys = map[media.Flag]string{
	media.Script:      "document.flag.script",
	media.Opens:       "document.flag.opens",
	media.Launch:      "document.flag.launch",
	media.Attachments: "document.flag.attachments",
	media.Encrypted:   "document.flag.encrypted",
	media.Unread:      "document.flag.unread",
	media.Links:       "document.flag.links",
}

// Warnings returns a sentence for each flag of the document.
func (d Document) Warnings() []lang.Message { return warnings(d.Flags) }

func warnings(flags []media.Flag) (all []lang.Message) {
	for _, f := range flags {
		if key := flagKeys[f]; key != "" {
			all = append(all, lang.Msg(key))
		}
	}
	return all
}

// MayRead says whether who may read the document itself. on is its [Document.Object]
// with the areas of its places.
func (d Document) MayRead(who people.Actor, on people.Object) bool {
	if d.Gone() {
		return false
	}
	return d.Visibility == Public || people.Allows(who, people.ReadDocument, on)
}

// MayReadOriginal says whether who may have the bytes as they came. Those of an image
// may say where and by whom a photo was taken, so they are never public.
func (d Document) MayReadOriginal(who people.Actor, on people.Object) bool {
	if d.Kind.Image() {
		return !d.Gone() && people.Allows(who, people.ReadDocument, on)
	}
	return d.MayRead(who, on)
}
