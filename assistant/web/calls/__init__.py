"""What the browser calls, part by part: each module gives the functions of one part of the page."""
