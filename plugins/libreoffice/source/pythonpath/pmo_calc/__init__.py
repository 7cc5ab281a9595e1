"""pmo-excel inside LibreOffice. Nothing beyond the standard library: all work is done by the command `pmo`."""
