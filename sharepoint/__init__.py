"""Publishing to SharePoint: a plan that can be read first, applied safely; and a local site to try it on."""
