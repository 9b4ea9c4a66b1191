package web

import "net/http"

// helpCardPage is a point as a card of A6: one, or four on a sheet of A4 to be cut apart.
type helpCardPage struct {
	helpPointPage
	Copies  []struct{} // as many cards as are printed
	Other   link       // the other way to print it
	QR      qrView     // the address of the point's own page
	Address string     // the same in letters
}

// onSheet is how many cards of A6 a sheet of A4 has.
const onSheet = 4

// helpCard shows the point as a card to print: what stands on it must still be right when
// it hangs on a wall, so it never says whether the point is open now.
func (s *Site) helpCard(w http.ResponseWriter, r *http.Request, code string) error {
	one, _, err := s.newHelpPoint(r, code, "/card")
	if err != nil {
		return err
	}
	v := &helpCardPage{helpPointPage: *one, Copies: make([]struct{}, 1), Address: s.options.BaseURL + one.Point.URL}
	v.NoIndex = true
	v.keepQuery(r.URL.Query())
	v.Other = link{v.t("help.card.four"), v.Point.CardURL + "?sheet=a4"}
	if r.URL.Query().Get("sheet") == "a4" {
		v.Copies, v.Other = make([]struct{}, onSheet), link{v.t("help.card.one"), v.Point.CardURL}
	}
	v.QR, err = drawQR(v.Address)
	if err != nil {
		return err
	}
	return s.write(w, http.StatusOK, "help-card", v)
}
