package web

import (
	"net/http"
	"strconv"
)

const teaserLength = 3

func filled(n int64) string {
	if n == 0 {
		return ""
	}
	return strconv.FormatInt(n, 10)
}

func (s *Site) finder(http.ResponseWriter, *http.Request, string) error      { return errNoPage }
func (s *Site) compare(http.ResponseWriter, *http.Request, string) error     { return errNoPage }
func (s *Site) chooseOther(http.ResponseWriter, *http.Request, string) error { return errNoPage }
