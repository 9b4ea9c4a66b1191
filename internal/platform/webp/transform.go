package webp

// forward transforms the differences of 4 by 4 points (the counterpart of RFC 6386, 14.3).
func forward(d *[16]int32, out *[16]int32) {
	var t [16]int32
	for i := 0; i < 16; i += 4 {
		a0, a1 := d[i]+d[i+3], d[i+1]+d[i+2]
		a2, a3 := d[i+1]-d[i+2], d[i]-d[i+3]
		t[i] = (a0 + a1) * 8
		t[i+1] = (a2*2217 + a3*5352 + 1812) >> 9
		t[i+2] = (a0 - a1) * 8
		t[i+3] = (a3*2217 - a2*5352 + 937) >> 9
	}
	for i := range 4 {
		a0, a1 := t[i]+t[12+i], t[4+i]+t[8+i]
		a2, a3 := t[4+i]-t[8+i], t[i]-t[12+i]
		out[i] = (a0 + a1 + 7) >> 4
		out[4+i] = (a2*2217 + a3*5352 + 12000) >> 16
		if a3 != 0 {
			out[4+i]++
		}
		out[8+i] = (a0 - a1 + 7) >> 4
		out[12+i] = (a3*2217 - a2*5352 + 51000) >> 16
	}
}

// inverse adds what coefficients stand for to a prediction, exactly as every decoder does.
func inverse(c *[16]int32, p []uint8, stride int) {
	const c1, c2 = 85627, 35468 // of 65536: the square root of two by the cosine and the sine of an eighth of pi
	var m [4][4]int32
	for i := range 4 {
		a, b := c[i]+c[8+i], c[i]-c[8+i]
		e := c[4+i]*c2>>16 - c[12+i]*c1>>16
		d := c[4+i]*c1>>16 + c[12+i]*c2>>16
		m[i] = [4]int32{a + d, b + e, b - e, a - d}
	}
	for j := range 4 {
		dc := m[0][j] + 4
		a, b := dc+m[2][j], dc-m[2][j]
		e := m[1][j]*c2>>16 - m[3][j]*c1>>16
		d := m[1][j]*c1>>16 + m[3][j]*c2>>16
		row := p[j*stride:]
		row[0], row[1] = clip(int32(row[0])+(a+d)>>3), clip(int32(row[1])+(b+e)>>3)
		row[2], row[3] = clip(int32(row[2])+(b-e)>>3), clip(int32(row[3])+(a-d)>>3)
	}
}

func clip(v int32) uint8 { return uint8(min(max(v, 0), 255)) }

// forwardDC transforms the means of the sixteen parts of a block once more.
func forwardDC(in *[16]int32, out *[16]int32) {
	var t [16]int32
	for i := range 4 {
		x := in[4*i : 4*i+4]
		a0, a1, a2, a3 := x[0]+x[2], x[1]+x[3], x[1]-x[3], x[0]-x[2]
		t[4*i], t[4*i+1], t[4*i+2], t[4*i+3] = a0+a1, a3+a2, a3-a2, a0-a1
	}
	for i := range 4 {
		a0, a1, a2, a3 := t[i]+t[8+i], t[4+i]+t[12+i], t[4+i]-t[12+i], t[i]-t[8+i]
		out[i], out[4+i], out[8+i], out[12+i] = (a0+a1)>>1, (a3+a2)>>1, (a3-a2)>>1, (a0-a1)>>1
	}
}

// inverseDC gives the means back (14.3).
func inverseDC(c *[16]int32, out *[16]int32) {
	var m [16]int32
	for i := range 4 {
		a0, a1, a2, a3 := c[i]+c[12+i], c[4+i]+c[8+i], c[4+i]-c[8+i], c[i]-c[12+i]
		m[i], m[8+i], m[4+i], m[12+i] = a0+a1, a0-a1, a3+a2, a3-a2
	}
	for i := range 4 {
		dc := m[4*i] + 3
		a0, a1, a2, a3 := dc+m[3+4*i], m[1+4*i]+m[2+4*i], m[1+4*i]-m[2+4*i], dc-m[3+4*i]
		out[4*i], out[4*i+1], out[4*i+2], out[4*i+3] = (a0+a1)>>3, (a3+a2)>>3, (a0-a1)>>3, (a3-a2)>>3
	}
}
