package web

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"time"

	"twintown/internal/meeting/checkin"
	"twintown/internal/meeting/delegation"
	"twintown/internal/platform/errs"
	"twintown/internal/platform/lang"
)

// What a device at a door is told and what it sends, as JSON. A device keeps what it is told
// until the moment that stands in it, so that it works without a connection; it is not told
// more than it needs to know a badge.

// deviceState is what a device is told.
type deviceState struct {
	Until  int64             `json:"until"`  // milliseconds since 1970: then it forgets all of this
	Now    int64             `json:"now"`    // by the clock here
	Lists  []deviceName      `json:"lists"`  //
	Groups []deviceGroup     `json:"groups"` //
	People []devicePerson    `json:"people"` //
	There  []deviceThere     `json:"there"`
	Doors  map[string]string `json:"doors"`
}

type deviceName struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

type deviceGroup struct {
	Name   string `json:"name"`
	Coming int    `json:"coming"`
}

type devicePerson struct {
	ID    string `json:"id"`
	Code  string `json:"code"`
	Name  string `json:"name,omitempty"` // none where the meeting is protected
	Group int    `json:"group"`
}

type deviceThere struct {
	List   string `json:"list"`
	Member string `json:"member"`
	At     string `json:"at"` // "09:12", at the meeting
	Door   string `json:"door"`
}

// scanState answers what a device has to know; a device that knows it is told so.
func (s *Site) scanState(w http.ResponseWriter, r *http.Request, code string, at scanPost) error {
	known, err := s.knowsState(w, r, code, at)
	if err != nil || known {
		return err
	}
	p := s.newPage(r, code, at.base)
	v := deviceState{Until: at.until.UnixMilli(), Now: s.clock.Now().UnixMilli(), Groups: []deviceGroup{}, People: []devicePerson{}, There: []deviceThere{}}
	lists, err := s.rooms.CheckIn.Lists(r.Context(), at.meeting.ID)
	if err != nil {
		return err
	}
	for _, l := range lists {
		v.Lists = append(v.Lists, deviceName{l.ID, p.listName(l)})
	}
	if v.Doors, err = s.doorNames(r, &p, at.meeting.ID); err != nil {
		return err
	}
	if err := s.fillDevice(r, &p, at, &v); err != nil {
		return err
	}
	return sendJSON(w, v)
}

func (s *Site) fillDevice(r *http.Request, p *page, at scanPost, v *deviceState) error {
	all, called, err := s.guestsOf(r, p, at)
	if err != nil {
		return err
	}
	groups, err := s.rooms.Guests.Of(r.Context(), at.meeting.ID)
	if err != nil {
		return err
	}
	number := map[string]int{}
	for _, d := range groups {
		if d.State == delegation.Accepted {
			number[d.ID] = len(v.Groups)
			v.Groups = append(v.Groups, deviceGroup{called[d.ID], d.Coming})
		}
	}
	for _, m := range all {
		person := devicePerson{ID: m.ID, Code: m.Code, Group: number[m.Delegation]}
		if !at.conference.Protected {
			person.Name = m.Name
		}
		v.People = append(v.People, person)
	}
	there, err := s.rooms.CheckIn.Arrived(r.Context(), at.meeting.ID)
	for key, in := range there {
		v.There = append(v.There, deviceThere{key.List, key.Member, clockAt(in.At, at), in.Door})
	}
	return err
}

// knowsState marks the answer and says whether the device has it already.
func (s *Site) knowsState(w http.ResponseWriter, r *http.Request, code string, at scanPost) (bool, error) {
	mark, err := s.rooms.CheckIn.Mark(r.Context(), at.meeting.ID)
	if err != nil {
		return false, err
	}
	over := ""
	if !s.clock.Now().Before(at.conference.Until().People) {
		over = "over"
	}
	sum := sha256.Sum256([]byte(mark + " " + code + " " + s.options.Release + " " + over + " " + at.until.String()))
	etag := `W/"` + base64.RawURLEncoding.EncodeToString(sum[:12]) + `"`
	w.Header().Set("ETag", etag)
	w.Header().Set("Cache-Control", "private, no-store")
	if !matches(r.Header.Get("If-None-Match"), etag) {
		return false, nil
	}
	w.WriteHeader(http.StatusNotModified)
	return true, nil
}

// deviceScans is what a device sends.
type deviceScans struct {
	Sent  int64        `json:"sent"` // milliseconds since 1970, by its clock
	Scans []deviceScan `json:"scans"`
}

type deviceScan struct {
	Nonce  string `json:"nonce"`
	List   string `json:"list"`
	Code   string `json:"code"`
	Member string `json:"member"`
	At     int64  `json:"at"`
	Undo   bool   `json:"undo"`
}

type deviceResult struct {
	Nonce   string `json:"nonce"`
	Verdict string `json:"verdict"`
	Member  string `json:"member,omitempty"`
	At      string `json:"at,omitempty"`
	Door    string `json:"door,omitempty"`
}

// takeScans takes what a device scanned, perhaps hours ago.
func (s *Site) takeScans(w http.ResponseWriter, r *http.Request, _ string, at scanPost) error {
	var sent deviceScans
	if err := json.NewDecoder(r.Body).Decode(&sent); err != nil {
		return errs.New(errs.Invalid, lang.Msg("error.checkin.scan"), err)
	}
	batch := checkin.Batch{Meeting: at.meeting.ID, Door: at.door.ID, Sent: time.UnixMilli(sent.Sent)}
	for _, x := range sent.Scans {
		batch.Scans = append(batch.Scans, checkin.Scan{Nonce: x.Nonce, List: x.List, Code: x.Code, Member: x.Member, At: time.UnixMilli(x.At), Undo: x.Undo})
	}
	results, err := s.rooms.CheckIn.Take(r.Context(), actorOf(r), batch)
	if err != nil {
		return err
	}
	answer := []deviceResult{}
	for _, x := range results {
		d := deviceResult{Nonce: x.Nonce, Verdict: string(x.Verdict), Member: x.Member, Door: x.Door}
		if !x.First.IsZero() {
			d.At = clockAt(x.First, at)
		}
		answer = append(answer, d)
	}
	return sendJSON(w, answer)
}

func sendJSON(w http.ResponseWriter, v any) error {
	body, err := json.Marshal(v)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/json")
	_, _ = w.Write(body) // the device went away; it asks again
	return nil
}
