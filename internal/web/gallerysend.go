package web

import (
	"archive/zip"
	"context"
	"fmt"
	"io"
	"net/http"
	"strconv"

	"twintown/internal/platform/media"
	"twintown/internal/platform/photo"
	"twintown/internal/press"
)

// sendPhoto sends a size of a photograph. One that is public may be kept by caches that ask
// each time whether it still is: it can be taken back.
func sendPhoto(w http.ResponseWriter, r *http.Request, z photo.Size, public bool, open func(context.Context, photo.Size) (io.ReadCloser, error)) error {
	h := w.Header()
	h.Set("Cache-Control", "private, no-store")
	if public {
		h.Set("Cache-Control", "public, no-cache")
	}
	h.Set("ETag", `"`+z.Blob+`"`)
	h.Set("Content-Type", z.Kind.Type())
	h.Set("Content-Security-Policy", "sandbox; default-src 'none'")
	if matches(r.Header.Get("If-None-Match"), `"`+z.Blob+`"`) {
		w.WriteHeader(http.StatusNotModified)
		return nil
	}
	content, err := open(r.Context(), z)
	if err != nil {
		uncached(h)
		return err
	}
	defer content.Close()
	h.Set("Content-Length", strconv.FormatInt(z.Bytes, 10))
	if r.Method == http.MethodHead {
		return nil
	}
	if _, err := io.Copy(w, content); err != nil {
		panic(http.ErrAbortHandler) // the server's way to say that this was not all
	}
	return nil
}

// allPictures sends all pictures of a gallery in one file, where its organiser allows that:
// the widest size of each, in order, without anything that the originals brought along.
func (s *Site) allPictures(w http.ResponseWriter, r *http.Request, code string) error {
	if s.rooms.Press == nil || s.rooms.Drawer == nil {
		return errNoPage
	}
	shown, _, ok, err := s.rooms.Press.At(r.Context(), press.Gallery, code, r.PathValue("slug"))
	if err != nil {
		return err
	}
	if !ok || !shown.Facts.Download {
		return errNoPage
	}
	all, err := s.publicPictures(r, shown.ID)
	if err != nil {
		return err
	}
	h := w.Header()
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Type", "application/zip")
	h.Set("Content-Disposition", `attachment; filename="`+shown.Slug+`.zip"`)
	if r.Method == http.MethodHead {
		return nil
	}
	out := zip.NewWriter(w)
	for n, x := range all {
		if err := s.zipPicture(out, r, n+1, x); err != nil {
			panic(http.ErrAbortHandler) // half of a file is told by breaking off
		}
	}
	if out.Close() != nil {
		panic(http.ErrAbortHandler)
	}
	return nil
}

// zipPicture adds one picture. JPEG does not shrink further, so it is stored.
func (s *Site) zipPicture(out *zip.Writer, r *http.Request, n int, x press.Picture) error {
	sizes := x.OfKind(media.JPEG)
	if len(sizes) == 0 {
		return nil
	}
	content, err := s.rooms.Drawer.Open(r.Context(), sizes[len(sizes)-1])
	if err != nil {
		return err
	}
	defer content.Close()
	file, err := out.CreateHeader(&zip.FileHeader{Name: fmt.Sprintf("%03d.jpg", n), Method: zip.Store, Modified: x.Added})
	if err != nil {
		return err
	}
	_, err = io.Copy(file, content)
	return err
}
