package main

import "context"

func importGeoNames(ctx context.Context, p *program, args []string) error { return nil }
