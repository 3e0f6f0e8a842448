document.title = 'main'
